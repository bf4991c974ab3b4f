"""The layout of the templates: lines that fit on a screen, partials with arguments."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "templates"
TEMPLATES = {str(path.relative_to(ROOT)): path for path in sorted(ROOT.rglob("*.html"))}
READERS = [name for name in TEMPLATES if not name.startswith("desk/")]
MAX_LINE_CHARS = 160

# Templates that still have longer lines. Delete a name as soon as its lines are short.
NOT_YET_SHORT: set[str] = {
    "desk/articles/_bulk.html",
    "desk/articles/_filtered_list.html",
    "desk/articles/_rows.html",
    "desk/articles/choose_picture.html",
    "desk/articles/editing/_actions.html",
    "desk/articles/editing/_byline.html",
    "desk/articles/editing/_folds.html",
    "desk/articles/editing/_form.html",
    "desk/articles/editing/_lead_picture.html",
    "desk/articles/editing/_state.html",
    "desk/articles/editing/_story.html",
    "desk/articles/editing/_tag_suggestions.html",
    "desk/articles/editing/_tags.html",
    "desk/articles/editing/_whole_story_actions.html",
    "desk/articles/empty_bin.html",
    "desk/articles/index.html",
    "desk/articles/publishing/_publish.html",
    "desk/articles/publishing/_review_note.html",
    "desk/articles/publishing/calendar.html",
    "desk/articles/publishing/review_queue.html",
    "desk/articles/publishing/schedule.html",
    "desk/articles/saving/_changed.html",
    "desk/articles/saving/_conflict.html",
    "desk/articles/saving/_diff.html",
    "desk/articles/saving/_last_saved.html",
    "desk/articles/saving/_people_here.html",
    "desk/articles/saving/_restored_copy.html",
    "desk/articles/saving/_revisions.html",
    "desk/articles/saving/_save_messages.html",
    "desk/articles/saving/changes.html",
    "desk/articles/saving/revisions.html",
    "desk/dashboard/_panel.html",
    "desk/dashboard/_panel_rows.html",
    "desk/dashboard/_trouble.html",
    "desk/dashboard/first_day.html",
    "desk/dashboard/index.html",
    "desk/errors/_line.html",
    "desk/library/_cut.html",
    "desk/library/_edit_form.html",
    "desk/library/_facts.html",
    "desk/library/_filter.html",
    "desk/library/_focal.html",
    "desk/library/_grid.html",
    "desk/library/_pick_button.html",
    "desk/library/_picker.html",
    "desk/library/_picker_dialog.html",
    "desk/library/_removal.html",
    "desk/library/_summary.html",
    "desk/library/_usage_place.html",
    "desk/library/edit.html",
    "desk/library/index.html",
    "desk/library/upload/_alt_row.html",
    "desk/library/upload/_dropzone.html",
    "desk/library/upload/_result.html",
    "desk/library/upload/_undescribed.html",
    "desk/paper/front_page.html",
    "desk/paper/menus.html",
    "desk/paper/redirects.html",
    "desk/paper/settings.html",
    "desk/people/_people.html",
    "desk/people/_removal.html",
    "desk/people/_rights.html",
    "desk/people/account.html",
    "desk/people/audit_log.html",
    "desk/people/edit.html",
    "desk/people/index.html",
    "desk/people/password_reset.html",
    "desk/shared/_arrows.html",
    "desk/shared/_chosen_picture.html",
    "desk/shared/_editor.html",
    "desk/shared/_editor_icons.html",
    "desk/shared/_fields.html",
    "desk/shared/_flashes.html",
    "desk/shared/_masthead.html",
    "desk/shared/crud/edit.html",
    "desk/shared/crud/index.html",
    "desk/shared/frame.html",
    "desk/shared/page.html",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_lines_fit_on_a_screen(name):
    lines = TEMPLATES[name].read_text(encoding="utf-8").splitlines()
    long = [line for line in lines if len(line) > MAX_LINE_CHARS]
    if name in NOT_YET_SHORT:
        assert long, f"{name} is finished: delete it from NOT_YET_SHORT"
    else:
        assert long == []


def test_each_template_still_to_shorten_exists():
    assert {*TEMPLATES} >= NOT_YET_SHORT


@pytest.mark.parametrize("name", READERS)
def test_partials_are_macros_with_arguments(name):
    """An `include` would read the variables of the page that it is part of."""
    assert "{% include" not in TEMPLATES[name].read_text(encoding="utf-8")
