import { moment } from '../kpi/moment.ts';
import { daysLeft } from './question.ts';
import type { Settled } from './settler.ts';

/** What is settled is a second way to the same rows: where it cannot be asked, or fails, there is the first. Null: it cannot. */
export async function orFromCases<Rows>(
	settled: Settled | null,
	fromSettled: (settled: Settled) => Promise<Rows | null>,
	fromCases: () => Promise<Rows>
): Promise<Rows> {
	if (!settled) return fromCases();
	const found = await fromSettled(settled).catch((error: unknown) => {
		settled.failed(error);
		return null;
	});
	return found ?? fromCases();
}

/** Which view, over what it is settled. */
export type ViewOver = { view: string; over: 'facts' | 'ledger' };

/** What a view is asked with where it is settled: its query, and which days of a span (ms) are read of the facts. Null where it is not. */
export async function viewOverDays(
	all: Settled,
	{ view, over }: ViewOver,
	{ zone, ...span }: { zone: string; from: number; to: number }
): Promise<{ query: string; params: Record<string, unknown> } | null> {
	const settled = over === 'ledger' ? await all.withLedger() : all;
	const left = daysLeft(span, []);
	if (!settled || !left || (over === 'ledger' && !settled.stands('promises_kept'))) return null;
	return {
		query: await settled.viewOf(view, over),
		params: {
			...{ settled: settled.settled, zone, rolled: [], open: [], covered: [] },
			...{ first_day: left.first, last_day: left.last },
			...{ facts_from: moment(left.span.from), facts_to: moment(left.span.to) }
		}
	};
}
