"""Zip packages of XML parts (.docx, .ofd), opened within limits: few members, no bombs, no document types.

The package is read with zipfile and lxml, part by part: a library that loads every part of a hostile
file would do so before it could be looked at.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ingest.raw import UnreadableNotice

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_MEMBERS = 5_000  # files inside the package; a long report with pictures has some hundreds
MOST_UNPACKED = 200 * 2**20  # bytes of all members together
MOST_UNPACKED_XML = 60 * 2**20  # bytes of one part that is read
HIGHEST_RATIO = 250  # unpacked to packed size of one member; Word's own XML reaches 30
RATIO_MATTERS_ABOVE = 2**20  # bytes: a small member may pack very well

# ISO 29500 strict files use other names for the same things
STRICT_NAMESPACES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
PACKAGE_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class PackageKind:
    """A kind of package: its suffix, and what a reader of its refusals can do."""

    suffix: str
    save_again: str


def open_package(data: bytes, kind: PackageKind) -> zipfile.ZipFile:
    """The file as a zip archive whose members are few and small enough to be read."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableNotice(f"this {kind.suffix} is damaged ({error}); {kind.save_again} again") from error
    members = package.infolist()
    if len(members) > MOST_MEMBERS:
        raise UnreadableNotice(
            f"this {kind.suffix} holds {len(members)} files, more than {MOST_MEMBERS}; it is no normal "
            "document and is not opened"
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED:
        raise UnreadableNotice(
            f"this {kind.suffix} unpacks to {unpacked // 2**20} MB, more than {MOST_UNPACKED // 2**20} MB; "
            "take its pictures out and save it again"
        )
    for member in members:
        if member.file_size > RATIO_MATTERS_ABOVE and member.file_size > HIGHEST_RATIO * max(1, member.compress_size):
            raise UnreadableNotice(
                f"{member.filename} in this {kind.suffix} unpacks to "
                f"{member.file_size // max(1, member.compress_size)} times its size, more than "
                f"{HIGHEST_RATIO}; it looks like a zip bomb and is not opened"
            )
        if member.flag_bits & 0x1:
            raise UnreadableNotice(f"this {kind.suffix} is protected by a password; {kind.save_again} without one")
    return package


def read_part(package: zipfile.ZipFile, name: str, kind: PackageKind) -> _Element | None:
    """One XML part, None where the package has none. Document type declarations are refused."""
    from lxml import etree

    try:
        member = package.getinfo(name)
    except KeyError:
        return None
    if member.file_size > MOST_UNPACKED_XML:
        raise UnreadableNotice(
            f"{name} in this {kind.suffix} has {member.file_size // 2**20} MB, more than "
            f"{MOST_UNPACKED_XML // 2**20} MB; split the document"
        )
    try:
        data = package.read(member)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, ValueError) as error:
        raise UnreadableNotice(f"{name} in this {kind.suffix} is damaged ({error}); {kind.save_again} again") from error
    if any("<!DOCTYPE".encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
        raise UnreadableNotice(
            f"{name} in this {kind.suffix} declares a document type, which no program does (entity bombs "
            "do); it is not opened"
        )
    for strict, transitional in STRICT_NAMESPACES:
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False,
        huge_tree=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise UnreadableNotice(
                f"{name} in this {kind.suffix} is nested deeper than any document needs (256 levels); copy "
                "the notice's text into a .txt file"
            ) from error
        raise UnreadableNotice(
            f"{name} in this {kind.suffix} is not well-formed ({error}); {kind.save_again} again"
        ) from error


def relations(package: zipfile.ZipFile, part: str, kind: PackageKind) -> dict[str, str]:
    """Relationship type (its last word: officeDocument, styles, numbering) to the name of the related part."""
    folder, name = posixpath.split(part)
    root = read_part(package, posixpath.join(folder, "_rels", f"{name}.rels"), kind)
    if root is None:
        return {}
    related: dict[str, str] = {}
    for relation in root.iter(PACKAGE_RELATIONSHIP):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            related.setdefault(relation.get("Type", "").rpartition("/")[2], path)
    return related
