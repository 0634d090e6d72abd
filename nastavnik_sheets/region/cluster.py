"""The same reading on an existing Dask cluster: the scheduler gives the books to its workers, figures come back.

The books themselves do not travel: every worker opens them by the same path, so the folder must be shared. A worker
that dies is replaced by the others. Leaves starting and guarding the cluster to those who run it.
"""

from __future__ import annotations

import logging
import queue
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nastavnik_sheets import __version__
from nastavnik_sheets.errors import HostError, NetworkError, UsageError
from nastavnik_sheets.region.school import UNREADABLE, Asked, Left
from nastavnik_sheets.region.workers import CRASHED, LIMIT, too_long

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nastavnik_sheets.region.school import Result

    Read = Callable[[Asked], Result]

PATIENCE = 15
"""Seconds to wait for the scheduler and for its first worker."""


def read_on_cluster(
    asked: Sequence[Asked],
    read: Read,
    *,
    address: str,
    limit: float = LIMIT,
    moved: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """Return what `read` gives for every book, in their order; after `limit` seconds of silence the rest is listed.

    NetworkError: no scheduler, no workers. HostError: workers without this program or this folder. UsageError: the
    address is none, the extra «region» is not installed.
    """
    with _connected(address) as client:
        _guard_workers(client, asked)
        futures = client.map(read, list(asked), pure=False)
        by_key = {future.key: one for future, one in zip(futures, asked, strict=True)}
        ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        for future in futures:
            future.add_done_callback(ended.put)
        found: dict[Asked, Result] = {}
        while len(found) < len(asked):
            future = _next(ended, client, limit)
            if future is None:
                client.cancel(futures, force=True)
                break
            one = by_key[future.key]
            found[one] = _result(future, one, limit)
            if moved is not None:
                moved(len(found), len(asked))
    return [found.get(one) or Left(one.file, UNREADABLE, too_long(limit)) for one in asked]


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError('Для --scheduler нужна библиотека Dask: pip install "dask[distributed]".') from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said below, in Russian
    try:
        connect: Any = Client
        return connect(address, timeout=PATIENCE, set_as_default=False)
    except OSError as error:
        raise NetworkError(f"Планировщик Dask «{address}» не отвечает; проверьте адрес и повторите.") from error
    except (ValueError, TypeError) as error:
        raise UsageError(f"«{address}» — не адрес планировщика вида tcp://10.0.0.5:8786.") from error


def _guard_workers(client: Any, asked: Sequence[Asked]) -> None:
    """Refuse a cluster that cannot give the same answer as this machine."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise NetworkError("На планировщике Dask нет рабочих процессов; запустите их и повторите.") from error
    try:
        versions = client.run(program_version)
        seen = client.run(sees, asked[0].path) if asked else {}
    except Exception as error:  # (what a foreign machine lacks comes as any exception)
        raise HostError("На рабочих процессах Dask не запускается nastavnik-sheets; установите "
                        f"там версию {__version__}.") from error  # fmt: skip
    if others := sorted({version for version in versions.values() if version != __version__}):
        raise HostError(f"На рабочих процессах Dask nastavnik-sheets {', '.join(others)}, здесь {__version__}; "
                        "установите одинаковые версии.")  # fmt: skip
    if not all(seen.values()):
        folder = Path(asked[0].path).parent
        raise HostError(f"Рабочие процессы Dask не видят папку «{folder}»; откройте её всем под тем же именем.")


def program_version() -> str:
    """Return the version of this program where it runs."""
    return __version__


def sees(path: str) -> bool:
    """Tell whether a file is there where this runs."""
    return Path(path).is_file()


def _next(ended: queue.SimpleQueue[Any], client: Any, limit: float) -> Any:
    """Return the next future that has ended, None after `limit` seconds of silence."""
    try:
        return ended.get(timeout=limit)
    except queue.Empty:
        if client.status != "running" or not client.nthreads():
            raise NetworkError("Кластер Dask перестал отвечать, свод не сделан; повторите команду.") from None
        return None


def _result(future: Any, one: Asked, limit: float) -> Result:
    from distributed import KilledWorker

    try:
        result: Result = future.result(timeout=limit)
    except KilledWorker:
        return Left(one.file, UNREADABLE, CRASHED)
    except TimeoutError:
        return Left(one.file, UNREADABLE, too_long(limit))
    except Exception as error:  # noqa: BLE001  (of a foreign machine: listed, as a strange book is)
        return Left(one.file, UNREADABLE, f"неизвестная ошибка при чтении ({type(error).__name__})")
    return result
