import { z } from 'zod';
import { m } from '../../paraglide/messages.js';
import { planOf, View, type Breakdown } from '../../plan.ts';
import { readQuestion } from '../../question.ts';
import { listAnswer } from '../export/list-answer.ts';
import { without } from '../export/params.ts';
import { refuse } from '../http.ts';
import { answerEach, periodNow } from '../numbers.ts';
import type { Touchstone } from '../touchstone.ts';
import { groupsTable, trendTable } from './numbers.ts';

/** `only`: the team whose page it is. */
type Page = { breakdowns: Breakdown[]; only: string | null };

/**
 * A table of a page of headline numbers as a file: the page's own question with `table`, its trend or one of its breakdowns. What cannot
 * be asked in full is no file.
 */
export function numbersAnswer(url: URL, touchstone: Touchstone, { breakdowns, only }: Page) {
	const groups = breakdowns.map(({ by }) => by);
	const tables = ['trend', ...groups];
	const Table = z.enum(tables, { error: `expected one of ${tables.join(', ')}` });
	const named = ['touchstone', ...(only === null ? [] : [only || 'unknown'])];
	const name = [...named, url.searchParams.get('table')].join('-');
	return listAnswer(url, { zone: touchstone.zone, name }, async (params, screen) => {
		const table = Table.safeParse(params.get('table'));
		if (!table.success) return refuse('table', table.error.issues[0]?.message ?? 'invalid');
		const read = readQuestion(without(params, ['table']));
		if (!read.ok) return refuse('', read.problem);
		const question = only === null ? read.question : { ...read.question, teams: [only] };
		const by = groups.find((group) => group === table.data);
		const { period } = await periodNow(touchstone, question);
		// Of a breakdown its totals, of a trend those by bucket.
		const plan = planOf(question, period, breakdowns).filter(({ slot }) =>
			by === undefined ? slot.startsWith(question.kpi) : / total$| by \w+$/.test(slot)
		);
		const asks = plan.map(({ ask }) => ask);
		const view = new View(plan, await answerEach(touchstone, asks));
		const failed = plan.find(({ slot }) => view.failed(slot));
		if (failed) return refuse('table', m.export_no_file(), 503);
		const numbers = { question, period, view, screen };
		return by === undefined ? trendTable(numbers, only) : groupsTable(by, numbers);
	});
}
