import type { ArchivePage, ArchiveQuery } from "../../../runtime/archive/archivedMessage";
import type { ArchiveTarget } from "../../../targets/environment";
import type { MessageFilter } from "../filter/messageFilter";

/** The first page is small, so that it can be shown at once. */
const FIRST_PAGE = 100;
const PAGE = 500;

/** All pages of the messages that fit, newest first. Cause and outcome are no business of the archive. */
export async function* archivePages(
  archive: ArchiveTarget,
  { from = 0, until = Date.now() + 1, cause: _cause, outcome: _outcome, name: _name, ...filter }: MessageFilter,
  signal: AbortSignal,
  options: Pick<ArchiveQuery, "withBodies"> = {},
): AsyncGenerator<ArchivePage> {
  const query = { ...filter, ...options, from, until };
  for (let after: string | undefined; ;) {
    const page = await archive.page(
      after === undefined ? { ...query, limit: FIRST_PAGE } : { ...query, limit: PAGE, after },
      signal,
    );
    yield page;
    after = page.next;
    if (after === undefined) return;
    signal.throwIfAborted();
  }
}
