"""Samples that use every letter of a language, its digits and its punctuation. Nonsense by design.

The sentences stand in no document: they only show whether a language can be set, drawn and copied.
"""

from dataclasses import replace
from typing import NamedTuple

from .samples import TEXTS

LATIN = "abcdefghijklmnopqrstuvwxyz"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقلمنوه"
PERSIAN = f"{ARABIC}آپچژکگیئؤأ\u200c"
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъьюя"
ETHIOPIC_ROWS = "ሀለሐመሠረሰሸቀቐበቨተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ"  # seven vowels each
ETHIOPIC_LABIAL = "ቈቊቋቌቍቘቚቛቜቝኈኊኋኌኍኰኲኳኴኵዀዂዃዄዅጐጒጓጔጕ"
ETHIOPIC = "".join(chr(ord(row) + vowel) for row in ETHIOPIC_ROWS for vowel in range(7)) + ETHIOPIC_LABIAL
DIGITS, ARABIC_DIGITS, PERSIAN_DIGITS = "0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"


class Sample(NamedTuple):
    """``letters``: the alphabet in small letters; ``others``: digits and punctuation that must occur."""

    lang: str
    letters: str
    others: str
    sentence: str

    @property
    def rtl(self):
        return self.lang in ("ar", "fa", "prs", "ps", "ckb")

    @property
    def row(self):
        """All letters: both cases of each; in Arabic script three times, so that all joined forms occur."""
        letters = [c for c in self.letters if c != "\u200c"]
        if self.rtl:
            return " ".join(c * 3 for c in letters)
        if self.lang == "ti":
            return " ".join(ETHIOPIC[i : i + 7] for i in range(0, len(ETHIOPIC), 7))
        upper = {"i": "İ"} if self.lang == "tr" else {"ß": "ẞ"}
        return " ".join(upper.get(c, c.upper()) + c for c in letters)

    def text(self, code):
        """A sheet's text that holds the sentence in regular and bold, and all letters."""
        section = replace(
            TEXTS["de"].sections[0],
            heading=self.sentence,
            text=(self.sentence, self.row, f"**{self.row}**"),
            items=(self.sentence,),
        )
        direction = "rtl" if self.rtl else "ltr"
        return replace(
            TEXTS["de"], code=code, lang=self.lang, direction=direction, title=code, subtitle=code,
            sections=(section,),
        )  # fmt: skip


SAMPLES = {
    "de": Sample(
        "de",
        f"{LATIN}äöüß",
        f"{DIGITS}.,;:!?()–„“§%€",
        "Zwölf Boxer jagen Viktor quer über den großen, kämpferischen Sylter Deich – „Halt!“; wer ruft (§ 34) "
        "um 09:15 Uhr: 67,82 €, 50 %? Gut.",
    ),
    "de-leicht": Sample(
        "de",
        f"{LATIN}äöüß",
        f"{DIGITS}.,:!?·",
        "Der Schul·platz ist für Ihr Kind. Fragen Sie Frau Quäck, Herrn Jöxty oder Frau Vogel: Wo ist der große "
        "Baum? Das Telefon ist 0123, 456, 789!",
    ),
    "en": Sample(
        "en",
        LATIN,
        f"{DIGITS}.,;:!?()—“”’£&/",
        "The quick officer’s fox jumps over five lazy brown dogs & waits — “why?” she asked; it cost £5.90 (by "
        "27/03/2026): 1, 4, 8!",
    ),
    "uk": Sample(
        "uk",
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        f"{DIGITS}.,;:!?()«»—№’",
        "Юний ґазда Євген, щодня п’ючи цілющу воду, їхав — «ось»: фермер Хома жував гриби й шукав там ключ; № 12 (30) "
        "45, 67? 89! Так.",
    ),
    "ru": Sample(
        "ru",
        f"{CYRILLIC}ёыэ",
        f"{DIGITS}.,;:!?()«»—№",
        "Съешь же ещё этих мягких французских булок, да выпей чаю; «всё» — № 12 (30): 45, 67? 89! Объём.",
    ),
    "ar": Sample(
        "ar",
        f"{ARABIC}كيءآأإؤئىة",
        f"{ARABIC_DIGITS}.،؛؟:()«»",
        "نصّ حكيم له سرّ قاطع وذو شأن عظيم مكتوب على ثوب أخضر ومغلّف بجلد أزرق؛ هل قرأ المسؤول أسئلة الآباء، وإلى "
        "متى يبقى الجزء الأوّل في المكتبة؟ «نعم»: (٠١٢٣) ٤٥٦ ٧٨٩.",
    ),
    "fa": Sample(
        "fa",
        PERSIAN,
        f"{PERSIAN_DIGITS}.،؛؟:()«»",
        "معلّم ژرف‌اندیش صبح جمعه در حیاط مدرسه با ذوق از شاگردان پرسید: «چند ظرف غذا، ضبط و قایق آبی ثبت شد؟»؛ مسئول "
        "گفت: مؤسسه خانه‌ها را تأیید کرد (۰۱۲۳) ۴۵۶ ۷۸۹.",
    ),
    "prs": Sample(
        "prs",
        PERSIAN,
        f"{PERSIAN_DIGITS}.،؛؟:()«»",
        "عصر جمعه شاگرد صنف هفتم مکتب آزادی چوکی و پنسل را گرفت؛ ژاله، خواهرش، حاضر شد: «ذکی ظرف غذا را ثبت کرد؟» مسئول "
        "مؤسسه تأخیر طیاره را قبول نمی‌کند (۰۱۲۳) ۴۵۶ ۷۸۹.",
    ),
    "ps": Sample(
        "ps",
        f"{ARABIC}آپټچځڅډړژږښکګڼیېيۍئ",
        f"{PERSIAN_DIGITS}.،؛؟:()«»",
        "ټول ځوانان او نجلۍ ښوونځي ته ځي؛ څوک چې شپږ ژبې زده کوي، ډېر خوږ سړی دی: «آیا مڼه پخه ده؟» تاسو ګډون وکړئ، ثبت، "
        "غذا، حاضر، ظلم، صفا، طبیعت، عقل، قلم، فکر، جواب (۰۱۲۳) ۴۵۶ ۷۸۹.",
    ),
    "ku": Sample(
        "ku",
        "abcçdeêfghiîjklmnopqrsştuûvwxyz",
        f"{DIGITS}.,;:!?()«»",
        "Çend zarokên şîrîn ji gundê Qoserê hatin û pirsîn: «Kî baxçeyê me fêm dike?»; hevalê wan got (1, 2, 3): cihê "
        "pak ev e! 45, 67, 890.",
    ),
    "ckb": Sample(
        "ckb",
        "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهھەیێ",
        f"{ARABIC_DIGITS}.،؛؟:()«»",
        "ڕۆژان و هێمن لە قوتابخانەی گەورە دەخوێنن؛ ئەوان پرسیان: «چۆن ژیان جوان دەبێت؟» مامۆستا غەریب، حەسەن و عەلی "
        "ڤیانیان دڵخۆش کرد، ھەموو شت زۆر تەواوە، فێربوون (٠١٢٣) ٤٥٦ ٧٨٩.",
    ),
    "tr": Sample(
        "tr",
        "abcçdefgğhıijklmnoöprsştuüvyzâîû",
        f"{DIGITS}.,;:!?()“”’",
        "Pijamalı hasta, yağız şoföre çabucak güvendi; İzmir’de “kâğıt” millîdir: sükûn 3,5 (01) mı? 24 ay 67 gün 89 saat! Peki.",
    ),
    "ro": Sample(
        "ro",
        f"{LATIN}ăâîșț",
        f"{DIGITS}.,;:!?()–„”",
        "Copilul Wexler joacă șah în Hârșova; Quincy, vecina țăranului, duminică mănâncă kiwi – „bun!”, zise fata (gyros): "
        "01, 23, 45, 67 lei? 89.",
    ),
    "bg": Sample(
        "bg",
        f"{CYRILLIC}ѝ",
        f"{DIGITS}.,;:!?()–„“№",
        "Ах, чудна българска земьо, полюшвай цъфтящи жита; „ето ѝ“ – № 12 (30): 45, 67? 89!.",
    ),
    "sq": Sample(
        "sq",
        "abcçdeëfghijklmnopqrstuvxyz",
        f"{DIGITS}.,;:!?()«»",
        "Zogu çohet herët; xhaxhai Fatmir, gjyshja dhe njerëzit pyesin: «Cila ka qumësht, vezë, bukë?» Rruga (01) llogarit "
        "23, 45, 67! 89.",
    ),
    "pl": Sample(
        "pl",
        "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
        f"{DIGITS}.,;:!?()–„”",
        "Zażółć gęślą jaźń; pchnąć w tę łódź jeża lub ośm skrzyń fig – „quiz, Max, Vito?”: (01) 23, 45, 67! 89.",
    ),
    "fr": Sample(
        "fr",
        f"{LATIN}àâæçéèêëîïôœùûüÿ",
        f"{DIGITS}.,;:!?()«»’",
        "Dès Noël, où un zéphyr haï me vêt de glaçons würmiens, je dîne d’exquis rôtis de bœuf au kir, à l’aÿ d’âge mûr, "
        "« et cætera » ; (01) : 23, 45 ? 67 ! 89.",
    ),
    "es": Sample(
        "es",
        f"{LATIN}áéíóúüñ",
        f"{DIGITS}.,;:!?¡¿()«»º",
        "El veloz murciélago hindú comía feliz cardillo y kiwi; ¿la cigüeña tocaba el saxofón? ¡Sí, jamás, niño!: «palenque de "
        "paja» (1.º) 23, 45, 67, 890.",
    ),
    "sr": Sample(
        "sr",
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        f"{DIGITS}.,;:!?()–„“",
        "Љубазни фењерџија чађавог лица хоће да ми покаже штос; „стој!“ – (01): 23, 45, 67? 89.",
    ),
    "sr-Latn": Sample(
        "sr-Latn",
        "abcčćdđefghijklmnoprsštuvzž",
        f"{DIGITS}.,;:!?()–„“",
        "Ljubazni fenjerdžija čađavog lica hoće da mi pokaže štos; „stoj!“ – (01): 23, 45, 67? 89.",
    ),
    "ti": Sample(
        "ti",
        ETHIOPIC,
        f"{DIGITS}።፣፤፥፡፧()!",
        "ሰላም፡ ከመይ ኣለኹም፧ ውሉድኩም ኣብ ቤት ትምህርቲ ጽቡቕ ይመሃር ኣሎ፣ ቋንቋ ጀርመን ድማ ይፈልጥ፤ ዕድሚኡ፥ (01) 23 45 67! "
        "ኩሉ 89 ሰሚዕኩም ዲኹም።",
    ),
    "so": Sample(
        "so",
        "abcdefghijklmnoqrstuwxy",
        f"{DIGITS}.,;:!?()’",
        "Wiil iyo gabadh waxay joogaan dugsiga; macallinku wuxuu yidhi: qof kasta ha fariisto, shaqo’na jirto (01): "
        "khamiis reer, 23, 45, 67? 89! Haa.",
    ),
}  # fmt: skip
