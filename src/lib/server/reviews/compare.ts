import { createScreen } from '../../screen.ts';
import { Theme } from '../../theme.svelte.ts';
import type { ChangedRow, Compared } from '../../weekly/mark.ts';
import { reviewHref } from '../../weekly/question.ts';
import { SECTION_NAMES, SECTION_TABLES, type TableName } from '../../weekly/tables.ts';
import type { Row } from '../export/table.ts';
import { readAsked } from '../weekly/asked.ts';
import { createSource, type Source } from '../weekly/export/source.ts';
import { TABLES } from '../weekly/export/tables.ts';
import type { ReviewBody } from './body.ts';
import { differencesOf, KEYS } from './differences.ts';
import type { Marking } from './marks.ts';
import { keptParts, reasonsShown } from './source.ts';

/**
 * Asks a published review's week once more, as its page does, and compares it table by table with what was kept: all that a section says is in
 * its tables. What cannot be asked is named.
 */
export async function compareSections(marking: Marking, body: ReviewBody): Promise<Compared> {
	const { zone, now } = marking;
	const { week } = body.weeks;
	const address = reviewHref({ ...body.question, week: week.name });
	const params = new URLSearchParams(address.split('?')[1]);
	const asked = await readAsked(marking, params, now);
	if ('problem' in asked) throw new Error(`${address}: ${asked.problem.field}`);
	// Codes and numbers are compared, whose words are no matter.
	const screen = createScreen({ zone, theme: new Theme() });
	const [then, today] = [keptParts(body), shownBy(body, createSource(asked, screen.locale))];
	// The week's own figures are marked one by one.
	const wanted = ({ monday }: Row) => monday !== week.monday;
	const failed: TableName[] = [];
	async function compare(name: TableName): Promise<ChangedRow[]> {
		try {
			return await differencesOf(
				name,
				[await TABLES[name](then, screen), await TABLES[name](today, screen)],
				wanted
			);
		} catch {
			failed.push(name);
			return [];
		}
	}
	const sections = await Promise.all(
		SECTION_NAMES.map(async (section) => {
			const tables = SECTION_TABLES[section].filter((name) => KEYS[name]);
			return { section, rows: (await Promise.all(tables.map(compare))).flat() };
		})
	);
	return { sections: sections.filter(({ rows }) => rows.length > 0), failed };
}

/** Of a review that kept the reasons of its page alone those are compared. */
const shownBy = ({ reasons }: ReviewBody, source: Source): Source =>
	reasons ? source : { ...source, reasons: async () => reasonsShown((await source.recovery()).causes) };
