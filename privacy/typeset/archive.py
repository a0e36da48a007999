"""What PDF/A-2a asks of a document as a whole: metadata that agree, and an output intent."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

from privacy.typeset.cidfont import RawStream, flate

PRODUCER = "Einstieg"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Facts:
    """Metadata of a document; ``stamp`` must know its time zone and is the only time the file holds."""

    title: str
    subject: str
    author: str
    lang: str
    stamp: datetime

    def __post_init__(self) -> None:
        if self.stamp.tzinfo is None:
            raise ValueError("the time stamp of a document needs a time zone")


class Catalog(pdfdoc.PDFCatalog):
    """reportlab's catalog with the output intent, for which it has no slot."""

    __NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
    __Refs__ = pdfdoc.PDFCatalog.__Refs__


class Page(pdfdoc.PDFPage):
    """reportlab's page with the entries of a tagged page and a content stream as PDF/A wants it."""

    Contents: Any
    __NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]

    def check_format(self, document: Any) -> None:
        """Prepare for writing."""
        if not self.Contents:
            self.Contents = flate(self.stream.encode("latin-1"))
        super().check_format(document)


class Info(pdfdoc.PDFInfo):
    """Info dictionary that repeats exactly the XMP packet (ISO 19005-2, 6.6.3)."""

    facts: Facts

    def format(self, document: Any) -> bytes:
        """Bytes of the dictionary."""
        facts = self.facts
        entries = {"Title": facts.title, "Author": facts.author, "Subject": facts.subject}
        entries |= {"Producer": PRODUCER, "Creator": PRODUCER}
        dictionary = {key: PDFString(value) for key, value in entries.items()}
        dictionary["CreationDate"] = dictionary["ModDate"] = pdfdoc.PDFDate(ts=document._timeStamp)
        return bytes(PDFDictionary(dictionary).format(document))


def time_stamp(at: datetime) -> TimeStamp:
    """reportlab's time stamp for a fixed moment, in UTC."""
    moment = at.astimezone(UTC)
    stamp = TimeStamp(1)
    stamp.t, stamp.lt = moment.timestamp(), moment.timetuple()
    stamp.YMDhms = tuple(stamp.lt)[:6]
    stamp.dhh = stamp.dmm = 0
    return stamp


@lru_cache(maxsize=1)
def _profile() -> bytes:
    return files("privacy.typeset").joinpath("srgb.icc").read_bytes()


def describe(document: Any, facts: Facts) -> None:
    """Set metadata, mark info and output intent of a finished document."""
    catalog = document.Catalog
    catalog.__class__ = Catalog
    catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
    texts = {"title": facts.title, "author": facts.author, "subject": facts.subject, "producer": PRODUCER}
    at = facts.stamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    packet = _XMP.format(at=at, **{key: escape(value) for key, value in texts.items()})
    kind = {"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}
    catalog.Metadata = RawStream(packet.encode("utf-8"), kind)
    intent = {
        "Type": PDFName("OutputIntent"),
        "S": PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": PDFString("sRGB"),
        "Info": PDFString("sRGB IEC61966-2.1"),
        "DestOutputProfile": document.Reference(flate(_profile(), {"N": 3})),
    }
    catalog.OutputIntents = PDFArray([PDFDictionary(intent)])
