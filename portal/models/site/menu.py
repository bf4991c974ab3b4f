"""The menus: lists of links that the desk edits: `main` in the masthead, `footer` at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.base.text_types import NfcString

if TYPE_CHECKING:
    from portal.models.site.page import Page
    from portal.models.taxonomy.category import Category


class MenuItem(Model):
    """A link to a category, a page or any address. Without a label it shows the name of its target."""

    __tablename__ = "menu_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    menu: Mapped[str] = mapped_column(String(40), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(NfcString(200), default="")
    address: Mapped[str] = mapped_column(String(2000), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("menu_item.id", ondelete="CASCADE"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id", ondelete="CASCADE"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))

    category: Mapped[Category | None] = relationship()
    page: Mapped[Page | None] = relationship()

    @property
    def text(self) -> str:
        """The text of the link."""
        return self.label or (
            self.category.name if self.category else self.page.title if self.page else self.address
        )

    @property
    def path(self) -> str:
        """The address of the link."""
        noun = self.category or self.page
        return noun.path if noun else self.address
