"""From a file in any format to a Notice: read the bytes, clean the text, find the letter head."""
