"""Sentences of many scripts and all emoji of Unicode: what writes a language hides nothing."""

from __future__ import annotations

import emoji
import pytest

from promptwell.language.detectors.control_characters import find_control_characters
from promptwell.language.detectors.hidden_text import find_hidden_text
from promptwell.language.detectors.look_alikes import find_mixed_words

SENTENCES = {
    "Persian": "می\u200cخواهم این کتاب\u200cها را بخوانم؛ نمی\u200cدانم چه\u200cطور.",
    "Arabic": "السلام عليكم، كيف حالك؟ استخدم API للإجابة.",
    "Hebrew": "שלום עולם! הקובץ \u200fREADME.md\u200f נמצא כאן (API).",
    "Hindi": "क्\u200dया आप हिन्दी में उत्तर दे सकते हैं? श्री\u200cमान, API खोलें।",
    "Bengali": "আমি বাংলায় উত্তর চাই। র\u200d্যাব",
    "Marathi": "दुसऱ्या आणि वाऱ्यावर; र्\u200dहास",
    "Malayalam": "അവന്\u200d വീട്ടില്\u200d പോയി. ന്\u200dറെ",
    "Kannada": "ನನಗೆ ಕನ್ನಡ ಗೊತ್ತು. ರ\u200d್ಯಾಂಕ್",
    "Telugu": "నాకు తెలుగు వచ్చు. క్\u200cషణం",
    "Tamil": "எனக்கு தமிழ் தெரியும். க்\u200cஷ",
    "Sinhala": "මම සිංහල කතා කරනවා. ශ්\u200dරී ලංකාව",
    "Gujarati": "હું ગુજરાતી બોલું છું.",
    "Punjabi": "ਮੈਂ ਪੰਜਾਬੀ ਬੋਲਦਾ ਹਾਂ।",
    "Thai": "สวัสดี\u200bครับ\u200b ผม\u200bชื่อ\u200bสมชาย",
    "Lao": "ສະບາຍ\u200bດີ\u200bທ່ານ",
    "Khmer": "សួស្តី\u200bអ្នក\u200bទាំង\u200bអស់\u200bគ្នា។",
    "Burmese": "မင်္ဂလာပါ\u200bခင်ဗျာ။",
    "Javanese": "ꦱꦸꦒꦼꦁ\u200bꦫꦮꦸꦃ",
    "Tibetan": "བཀྲ་ཤིས་བདེ་ལེགས། ཁྱེད་རང་ག་འདྲས། ༄༅། །",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ\u180eᠠ ᠪᠢᠴᠢᠭ\u180c ᠰᠠᠶ\u180bᠢᠨ\u202fᠤ",
    "Japanese": "葛\U000e0100城市と辻\U000e0101、祇\ufe00園。「こんにちは」㊙\ufe0f〽\ufe0f APIを使う。",
    "Chinese": "请用中文回答，调用 API。冷\ufe00",
    "Korean": "안녕하세요. 훈민정음 ᄒᆞᆫ글, GPT에게 물어보세요.",
    "Urdu": "آپ کیسے ہیں؟ یہ ایک مثال ہے۔",
    "Uyghur": "ياخشىمۇسىز",
    "Kurdish": "من ئه\u200cمه\u200c ده\u200cزانم",
    "Yiddish": "אַ גוטן טאָג",
    "Syriac": "ܫܠܡܐ ܥܠܝܟ",
    "Dhivehi": "އައްސަލާމު",
    "Amharic": "ሰላም ለዓለም",
    "Georgian": "გამარჯობა, API",
    "Armenian": "Բարեւ աշխարհ, API",
    "Greek": "Καλημέρα κόσμε, το API είναι εδώ.",
    "Russian": "Привет, мир! Ответь по-русски, отправь GPTу.",
    "Ukrainian": "Дякую, їжак і ґанок.",
    "Serbian": "Љубав и ђак, а API је овде.",
    "Cherokee": "ᎣᏏᏲ ᏗᎪᏪᎵ",
    "Vietnamese": "Xin chào thế giới",
    "Turkish": "Işık nerede, kapı açık mı?",
    "French": "Bonjour\u202f! «\u00a0oui\u00a0»",
    "Adlam": "𞤀𞤣𞤤𞤢𞤥",
    "Tifinagh": "ⴰⵣⵓⵍ",
    "slashed zero": "A\u00a00\ufe00 is a zero",
}


def findings(text: str) -> list[object]:
    return [*find_hidden_text(text), *find_control_characters(text), *find_mixed_words(text)]


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_hides_nothing(language: str) -> None:
    assert findings(f"{SENTENCES[language]}\n") == []


@pytest.mark.parametrize("language", SENTENCES)
def test_a_zero_width_space_between_latin_letters_is_found_in_it(language: str) -> None:
    (found,) = find_hidden_text(f"{SENTENCES[language]}\npass\u200bword\n")
    assert found.characters == "\u200b"


def test_all_emoji_of_unicode_hide_nothing() -> None:
    noisy = [
        each
        for each in emoji.EMOJI_DATA
        if findings(f"Say {each}, {each}{each}{each}!\n{each}") != []
    ]
    assert len(emoji.EMOJI_DATA) > 5000
    assert noisy == []


def test_hidden_text_behind_an_emoji_is_found_whatever_the_emoji_is_made_of() -> None:
    silent = [
        each
        for each in emoji.EMOJI_DATA
        if not list(find_hidden_text(f"{each}\U000e0158\U000e0159"))
    ]
    assert silent == []
