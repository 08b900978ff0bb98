"""A course with deeper questions in it, made from one that may have none."""

from dataclasses import replace

from bedside.content import Content
from bedside.kinds import Question


def shown(content: Content, lesson: str) -> list[Question]:
    """The questions that a lesson's page holds: all but those kept for review, and the deeper ones."""
    kept = content.lessons[lesson].review
    return [each for each in content.questions_of(lesson) if each.id not in kept or each.level == "deeper"]


def deepened(content: Content, *names: str) -> Content:
    """A course in which these questions are deeper, and kept for review by their lessons."""
    questions = {
        name: each.model_copy(update={"level": "deeper"}) if name in names else each
        for name, each in content.questions.items()
    }
    lessons = {
        name: lesson.model_copy(update={"review": (*lesson.review, *_more(content, name, names))})
        for name, lesson in content.lessons.items()
    }
    return replace(content, questions=questions, lessons=lessons)


def levelled(content: Content) -> Content:
    """A course in which every fourth question is deeper, of its lessons' middles, reviews and patients."""
    fixed = {name for each in content.lessons.values() for name in (*each.warm_up, *each.look_back)}
    return deepened(content, *[name for name in content.questions if name not in fixed][::4])


def _more(content: Content, lesson: str, names: tuple[str, ...]) -> list[str]:
    review = content.lessons[lesson].review
    return [each.id for each in content.questions_of(lesson) if each.id in names and each.id not in review]
