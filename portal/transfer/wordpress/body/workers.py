"""Converts items in worker processes while the main process imports the batch before."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from threading import Thread

from portal.extensions import db
from portal.transfer.wordpress.article.convert import Converted, ItemConverter
from portal.transfer.wordpress.media.picture_importer import NeedsMainProcess
from portal.transfer.wordpress.wxr.export import Item

MAX_WORKERS = 3
MIN_TEXTS_FOR_WORKERS = 2000
CHUNK_ITEMS = 50


class BodyWorkers:
    """A pool of worker processes if there are many texts and more than one core, else none.

    What workers cannot do, because they have no database, the main process does.
    """

    def __init__(self, converter: ItemConverter, text_count: int) -> None:
        self.converter = converter
        self.pool: ProcessPoolExecutor | None = None
        count = min((os.cpu_count() or 1) - 1, MAX_WORKERS)
        can_fork = "fork" in multiprocessing.get_all_start_methods()
        if text_count >= MIN_TEXTS_FOR_WORKERS and count and can_fork:
            db.engine.dispose()  # no child may use one of our connections
            gc.collect()
            gc.freeze()  # keeps shared pages unmodified after the fork
            context = multiprocessing.get_context("fork")
            self.pool = ProcessPoolExecutor(
                count, context, initializer=start_worker, initargs=(converter,)
            )

    def __enter__(self) -> BodyWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    def submit(self, items: Sequence[Item]) -> Callable[[], list[Converted]]:
        """Start to convert these items. Return a function that waits for the results."""
        if not self.pool:
            return lambda: [self.converter.convert(item) for item in items]
        chunks = [
            (chunk, self.pool.submit(convert_in_worker, chunk))
            for start in range(0, len(items), CHUNK_ITEMS)
            if (chunk := items[start : start + CHUNK_ITEMS])
        ]
        return partial(self.collect, chunks)

    def collect(
        self, chunks: Sequence[tuple[Sequence[Item], Future[list[Converted | None]]]]
    ) -> list[Converted]:
        """Return the results. Chunks that no worker has started yet are converted here."""
        return [
            result or self.converter.convert(item)
            for items, future in chunks
            for item, result in zip(
                items, [None] * len(items) if future.cancel() else future.result(), strict=True
            )
        ]


worker_converter: ItemConverter


def start_worker(converter: ItemConverter) -> None:
    """Prepare a worker process."""
    global worker_converter
    worker_converter = converter
    converter.body_converter.pictures.importer.is_in_worker = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=exit_with_main_process, daemon=True).start()


def exit_with_main_process() -> None:
    """Exit when the main process ends, even if it was killed."""
    if main_process := multiprocessing.parent_process():
        main_process.join()
        os._exit(1)


def convert_in_worker(items: Sequence[Item]) -> list[Converted | None]:
    """Convert these items; None for one that only the main process can convert."""
    results: list[Converted | None] = []
    for item in items:
        try:
            results.append(worker_converter.convert(item))
        except NeedsMainProcess:
            results.append(None)
    return results
