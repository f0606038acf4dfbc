import { error } from '@sveltejs/kit';
import { askKpis } from '$lib/server/kpi/ask.ts';
import { readPulse, readWatermark } from '$lib/server/pulse.ts';
import { once } from '$lib/server/once.ts';
import { calmOf, planOf, type Answers, type Breakdown } from '$lib/plan.ts';
import { periodOf, readQuestion, type Question } from '$lib/question.ts';
import type { KpiAnswer, KpiAsk } from '#schema/kpi.ts';

type Touchstone = App.Locals['touchstone'];

/** What an address asks; `only`: the team whose page it is. A bad address is answered with what is wrong in it. */
export function questionOf(url: URL, only?: string): Question {
	const read = readQuestion(url.searchParams);
	if (!read.ok) error(400, read.problem);
	return only === undefined ? read.question : { ...read.question, teams: [only] };
}

/** Every answer a page of headline numbers starts with. A number that fails is null; the others stand. */
export async function answerNumbers(touchstone: Touchstone, question: Question, breakdowns: Breakdown[]) {
	const { period, earliest } = await periodNow(touchstone, question);
	const plan = planOf(question, period, breakdowns);
	const asks = plan.map(({ ask }) => ask);
	return {
		question,
		earliest,
		period,
		seed: { asks, calm: calmOf(plan), answers: await answerEach(touchstone, asks) }
	};
}

/** The question's period as of now; without the database, as of our own clock. */
export async function periodNow({ clickhouse, zone }: Touchstone, question: Question) {
	const pulse = await readPulse(clickhouse).catch(() => null);
	const now = Date.parse(pulse?.as_of ?? new Date().toISOString());
	const watermark = pulse?.watermark ? Date.parse(pulse.watermark) : null;
	const earliest = pulse?.earliest ? Date.parse(pulse.earliest) : null;
	return { period: periodOf(question, { now, watermark, earliest, zone }), earliest };
}

/**
 * Asks one KPI's questions together, and each KPI on its own, so that one failing leaves the others. `now`: the clock by which they are judged,
 * where the page says it.
 */
export async function answerEach(
	{ clickhouse, zone, settler }: Touchstone,
	asks: KpiAsk[],
	now?: number
): Promise<Answers> {
	const watermark = once(() => readWatermark(clickhouse));
	const kpis = [...new Set(asks.map(({ kpi }) => kpi))];
	const settled = await Promise.allSettled(
		kpis.map((kpi) =>
			askKpis(
				clickhouse,
				asks.filter((ask) => ask.kpi === kpi),
				{ zone, settler, watermark, now }
			)
		)
	);
	const answers = new Map<string, (KpiAnswer | null)[]>(
		kpis.map((kpi, index) => {
			const one = settled[index];
			return [kpi, one?.status === 'fulfilled' ? [...one.value] : []];
		})
	);
	return asks.map(({ kpi }) => answers.get(kpi)?.shift() ?? null);
}
