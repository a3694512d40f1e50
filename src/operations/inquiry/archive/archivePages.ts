import type { ArchivePage, ArchiveQuery, SummaryPage } from "../../../runtime/archive/archivedMessage";
import type { ArchiveTarget } from "../../../targets/environment";
import type { MessageFilter } from "../filter/messageFilter";

/** The first page is small, so that it can be shown at once. */
const FIRST_PAGE = 100;
const PAGE = 500;

/** All pages of the messages that fit, with their bodies, newest first. */
export const archivePages = (
  archive: ArchiveTarget,
  filter: MessageFilter,
  signal: AbortSignal,
): AsyncGenerator<ArchivePage> =>
  pages((query) => archive.page({ ...query, withBodies: true }, signal), filter, signal);

/** All pages of summaries of the messages that fit, newest first. */
export const summaryPages = (
  archive: ArchiveTarget,
  filter: MessageFilter,
  signal: AbortSignal,
): AsyncGenerator<SummaryPage> => pages((query) => archive.summaries(query, signal), filter, signal);

/** Cause and outcome are no business of the archive. */
async function* pages<Page extends Pick<ArchivePage, "next">>(
  read: (query: ArchiveQuery) => Promise<Page>,
  { from = 0, until = Date.now() + 1, cause: _cause, outcome: _outcome, name: _name, ...filter }: MessageFilter,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  for (let after: string | undefined; ;) {
    const query = { ...filter, from, until, ...(after === undefined ? { limit: FIRST_PAGE } : { limit: PAGE, after }) };
    const page = await read(query);
    yield page;
    after = page.next;
    if (after === undefined) return;
    signal.throwIfAborted();
  }
}
