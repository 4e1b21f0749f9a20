"""Prompts keep their identity when their files are renamed, moved and edited."""

from __future__ import annotations

from hashlib import sha256
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from promptwell.domain.prompts.moves import Sighting, moves

REVIEW = "You review changes to code. Say what is wrong, where it is and how to mend it. Be brief."
POEM = "Write a poem about the sea in four lines, in the manner of an old sailor on his last trip."


def seen(path: str, words: str) -> Sighting:
    return Sighting(path, sha256(words.encode()).hexdigest(), words)


def test_file_of_another_name_with_the_same_text_is_the_same_prompt():
    assert moves([seen("a/review.prompty", REVIEW)], [seen("b/check.prompty", REVIEW)]) == {
        "b/check.prompty": "a/review.prompty"
    }


def test_edited_text_in_another_file_is_the_same_prompt():
    edited = REVIEW.replace("Be brief", "Take your time")
    assert moves([seen("a.prompty", REVIEW)], [seen("b.prompty", edited)]) == {
        "b.prompty": "a.prompty"
    }


def test_another_text_is_another_prompt():
    assert moves([seen("a.prompty", REVIEW)], [seen("b.prompty", POEM)]) == {}


def test_same_file_name_needs_less_of_the_text():
    half = f"{REVIEW} {POEM} {POEM[::-1]}"
    assert moves([seen("a/x.prompty", REVIEW)], [seen("b/x.prompty", half)]) == {
        "b/x.prompty": "a/x.prompty"
    }
    assert moves([seen("a/x.prompty", REVIEW)], [seen("b/y.prompty", half)]) == {}
    assert moves([seen("a/SKILL.md", REVIEW)], [seen("b/SKILL.md", half)]) == {}


def test_git_knows_of_a_rename_where_no_word_is_left():
    gone, come = [seen("a.prompty", REVIEW)], [seen("b.prompty", POEM)]
    assert moves(gone, come, {"a.prompty": "b.prompty"}) == {"b.prompty": "a.prompty"}


def test_prompts_of_a_renamed_file_keep_their_names_in_it():
    gone = [seen("a.yaml#one", "Say one word."), seen("a.yaml#two", "Say two words.")]
    come = [seen("b.yaml#two", "Say a pair."), seen("b.yaml#one", "Say nothing.")]
    assert moves(gone, come, {"a.yaml": "b.yaml"}) == {
        "b.yaml#one": "a.yaml#one",
        "b.yaml#two": "a.yaml#two",
    }


def test_of_copies_that_move_each_goes_to_its_own_name():
    gone = [seen("a/one.md", REVIEW), seen("a/two.md", REVIEW)]
    come = [seen("b/two.md", REVIEW), seen("b/one.md", REVIEW)]
    assert moves(gone, come) == {"b/one.md": "a/one.md", "b/two.md": "a/two.md"}


def test_empty_files_are_not_each_other():
    assert moves([seen("a.md", "")], [seen("b.md", "")]) == {}


def test_text_without_blanks_between_words_is_compared_by_its_signs():
    text = "请把下面的文章翻译成英文，并保持原文的语气和格式不变。"
    assert moves([seen("a.md", text)], [seen("b.md", text.replace("英文", "法文"))]) == {
        "b.md": "a.md"
    }


def test_many_files_that_move_and_change_take_no_square_of_time():
    def text(number: int, last: str) -> str:
        return " ".join(f"word{number * 37 + place}" for place in range(120)) + last

    def taken(count: int) -> float:
        gone = [seen(f"a/{number}.md", text(number, "")) for number in range(count)]
        come = [seen(f"b/{number}-new.md", text(number, " and more")) for number in range(count)]
        begun = process_time()
        assert moves(gone, come) == {f"b/{n}-new.md": f"a/{n}.md" for n in range(count)}
        return process_time() - begun

    assert taken(1600) < 24 * taken(200)  # a square would be 64 times


PATHS = st.sampled_from(["a/x.md", "a/y.md", "b/x.md", "c.yaml#x", "c.yaml#y", "d.yaml#x", "e"])
WORDS = st.lists(
    st.sampled_from(["say", "it", "in", "one", "two", "three", "words", "or", "less"]), max_size=12
)
SEEN = st.builds(lambda path, words: seen(path, " ".join(words)), PATHS, WORDS)
SOME = st.lists(SEEN, max_size=7, unique_by=lambda each: each.path)


@given(SOME, SOME, st.dictionaries(PATHS, PATHS, max_size=2), st.randoms())
def test_each_prompt_is_found_once_whatever_the_order(gone, come, renames, random):
    found = moves(gone, come, renames)
    assert set(found) <= {each.path for each in come}
    assert set(found.values()) <= {each.path for each in gone}
    assert len(set(found.values())) == len(found)
    random.shuffle(gone)
    random.shuffle(come)
    assert moves(gone, come, renames) == found


@given(SOME)
def test_moving_a_folder_keeps_every_prompt_that_says_something(gone):
    come = [Sighting(f"new/{each.path}", each.content, each.words) for each in gone]
    found = moves(gone, come)
    spoken = {each.path: each for each in gone if each.runs}
    assert set(found.values()) == set(spoken)
    for after, before in found.items():
        assert spoken[before].words == spoken[after.removeprefix("new/")].words
