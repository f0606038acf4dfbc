import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { readFile, type StandardsFile } from '#schema/standards/file.ts';
import type { Problem } from '#schema/standards/problem.ts';
import type { SavedEntry } from '#schema/standards/saved.ts';
import { readDue, type DueQuestion } from './due.ts';
import { readHistory, type HistoryAsked } from './history.ts';
import { pastWarnings, type PastWarning } from './past.ts';
import { readNewest, readSaved, type SavedFile } from './read.ts';
import { saveFile, type Saving } from './save.ts';

/** What came of replacing the file. `changed`: somebody else saved meanwhile. */
export type Replaced =
	| { outcome: 'saved'; file: SavedFile; warnings: PastWarning[] }
	| { outcome: 'wrong'; problems: Problem[] }
	| { outcome: 'changed'; newest: SavedFile };

export type Replacing = Saving & {
	input: unknown;
	/** The number of the file it was made from; undefined: whatever is there is replaced. */
	from?: number;
};

/** The standards file: read, judged, replaced as a whole, and its history. */
export type Standards = {
	newest: () => Promise<SavedFile>;
	replace: (replacing: Replacing) => Promise<Replaced>;
	history: (asked?: HistoryAsked) => Promise<SavedEntry[]>;
	saved: (file: number) => Promise<SavedFile | undefined>;
	due: (question: DueQuestion) => Promise<(string | null)[]>;
};

export type { SavedFile, StandardsFile };

/** Saves of one dashboard go one after another, so that each is compared with the one before it. */
export function createStandards({ clickhouse }: { clickhouse: ClickHouseClient }): Standards {
	let last: Promise<unknown> = Promise.resolve();

	async function replace({ input, from, by, note }: Replacing): Promise<Replaced> {
		const former = await readNewest(clickhouse);
		if (from !== undefined && from !== former.saved.file) return { outcome: 'changed', newest: former };
		const read = readFile(input, former.content);
		if (!read.ok) return { outcome: 'wrong', problems: read.problems };
		const warnings = pastWarnings(former.content, read.file, Date.now());
		const file = await saveFile(clickhouse, { content: read.file, former, by, note });
		return { outcome: 'saved', file, warnings };
	}

	return {
		newest: () => readNewest(clickhouse),
		replace(replacing) {
			const replaced = last.then(() => replace(replacing));
			last = replaced.catch(() => {}); // whoever asked hears of it
			return replaced;
		},
		history: (asked) => readHistory(clickhouse, asked),
		saved: (file) => readSaved(clickhouse, file),
		due: (question) => readDue(clickhouse, question)
	};
}
