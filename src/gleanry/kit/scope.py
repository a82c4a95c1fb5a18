"""Every business row belongs to one workspace, and no query runs without saying which.

`Model.objects.of(workspace_id)` is the way in. A query set that never passed through it refuses to touch the database:
forgetting the scope is a crash in the first test, not a leak in production. `everywhere(reason)` is the audited way
around, for jobs that serve all workspaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, Self, TypeVar

from django.db import models

from gleanry.kit.errors import ScopeMissing

ModelT = TypeVar("ModelT", bound=models.Model)


class WorkspaceQuerySet(models.QuerySet[ModelT, ModelT], Generic[ModelT]):
    """A query set that must be scoped before it reads or writes."""

    _scoped: bool = False

    def of(self, workspace_id: int) -> Self:
        """Only the rows of one workspace."""
        scoped = self.filter(workspace_id=workspace_id)
        scoped._scoped = True
        return scoped

    def everywhere(self, reason: str) -> Self:
        """Rows of all workspaces; `reason` is for the reader of the code."""
        if not reason:
            raise ScopeMissing("say why a query may cross workspaces")
        clone = self.all()
        clone._scoped = True
        return clone

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # private in Django, stable since 1.0
        clone._scoped = self._scoped
        return clone

    def _check(self) -> None:
        if not self._scoped:
            raise ScopeMissing(f"{self.model.__name__}: call .of(workspace_id) first")

    def _fetch_all(self) -> None:
        self._check()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[ModelT]:
        self._check()
        return super().iterator(chunk_size or 2000)

    def count(self) -> int:
        self._check()
        return super().count()

    def exists(self) -> bool:
        self._check()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._check()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._check()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check()
        return super().delete()


ScopedManager = models.Manager.from_queryset(WorkspaceQuerySet)


class WorkspaceModel(models.Model):
    """A row of one workspace. The key is a plain integer: bulk writes pay for every constraint, and audit checks it."""

    workspace_id = models.BigIntegerField()

    objects = ScopedManager()

    class Meta:
        abstract = True
