import { z } from 'zod';
import { CATALOGUE } from '#schema/catalogue.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { SCORECARD_PARTS } from '#schema/clickhouse/settled/parts.ts';
import { KPI_ROWS, type KpiAnswer, type KpiAsk, type KpiId, type KpiRow } from '#schema/kpi.ts';
import { bucketLabel } from './bucket.ts';
import { moment } from './moment.ts';
import { readWatermark } from '../pulse.ts';
import { givenParts, type ScorecardPart } from './scorecard.ts';
import { furtherOf, readSettled, type AsOf } from '../settled/question.ts';
import type { Settled, Settler } from '../settled/settler.ts';
import { orFromCases, viewOverDays } from '../settled/view.ts';

/** What every question is asked with: the business zone, and the clock (ms) by which windows have passed. */
export type Asking = {
	zone: string;
	now?: number;
	/** So many questions at a time: one leaves room for others that are urgent; without it all at once. */
	lanes?: number;
	/** Is told each answer, by its place, as soon as it is known; null when its question failed, which then fails no other. */
	onAnswers?: (answers: ReadonlyMap<number, KpiAnswer | null>) => void;
	/**
	 * From when on (ms) all that rows say is wanted; of earlier buckets only `value`, and what it rests on. What else they say may then be
	 * counted as not judged yet: a question that shows these must not say this.
	 */
	wholeFrom?: number;
	/** Answers from what is settled, where it is; without it everything is answered from `cases`. The numbers are the same. */
	settler?: Settler;
	/** How far the data reach (see `readWatermark`), where several questions of a page read it once; else each reads it. */
	watermark?: () => Promise<string | null>;
	/**
	 * What KPIs that a scorecard is made of have answered to the asks of it, ask by ask: they are not asked again. The asks must differ in
	 * grain and grouping only.
	 */
	known?: ReadonlyMap<KpiId, readonly (readonly KpiRow[])[]>;
};

/** Today, and yesterday, are rolled up by hours. */
const BY_HOURS_MS = 2 * 86_400_000;

/** The parameters of a KPI view, bound as values. */
export const SCOPE = /* sql */ `
	from        = {from:DateTime64(3, 'UTC')},
	to          = {to:DateTime64(3, 'UTC')},
	as_of       = {as_of:DateTime64(3, 'UTC')},
	teams       = {teams:Array(String)},
	channels    = {channels:Array(String)},
	threshold_s = {threshold_s:Nullable(Float64)}`;

const question = (kpi: KpiId) => /* sql */ `
	SELECT *
	FROM kpi_${kpi}(${SCOPE},
		by    = {by:Array(String)},
		grain = {grain:Array(String)},
		zone  = {zone:String})
	ORDER BY ask, bucket, \`group\``;

/** The scope of a question: the same for every grain and group asked of the same items. */
export const scopeOf = (ask: KpiAsk, asOf: number) => ({
	from: moment(ask.from),
	to: moment(ask.to),
	as_of: moment(asOf),
	teams: ask.teams,
	channels: ask.channels,
	threshold_s: ask.threshold_s ?? null
});

/** Asks one KPI. */
export async function askKpi<Kpi extends KpiId>(
	clickhouse: ClickHouseClient,
	ask: KpiAsk & { kpi: Kpi },
	asking: Asking
): Promise<KpiAnswer<Kpi>> {
	const [answer] = await askKpis(clickhouse, [ask], asking);
	return answer as KpiAnswer<Kpi>;
}

/**
 * Asks several KPIs, in order. Questions that differ only in grain and grouping read their items once: a page of a dozen
 * charts costs as many queries as it has KPIs.
 */
export async function askKpis(
	clickhouse: ClickHouseClient,
	asks: KpiAsk[],
	asking: Asking
): Promise<KpiAnswer[]> {
	const together = new Map<string, number[]>();
	if (asks.length === 0) return [];
	const wanted = { kpis: asks.map(({ kpi }) => kpi) };
	// Before all else: what was stored by then is in the rows, which may know more. Should it fail, so does each question.
	const watermark = asking.watermark?.() ?? readWatermark(clickhouse);
	await watermark.catch(() => null);
	const settled = (await asking.settler?.catchUp(wanted).catch(() => null)) ?? null;
	asks.forEach(({ by, grain, ...scope }, index) => {
		// A roll-up knows one dimension more than team and channel, and a day's no hours, but for the last days'.
		const apart = grain === 'hour' && Date.parse(scope.to) - Date.parse(scope.from) > BY_HOURS_MS;
		const key = JSON.stringify(settled ? [scope, furtherOf({ by }), apart] : scope);
		together.set(key, [...(together.get(key) ?? []), index]);
	});
	const answers: KpiAnswer[] = [];
	const { onAnswers } = asking;
	const asked = { ...asking, settled, asOf: asking.now ?? Date.now() };
	async function answer(indexes: number[]) {
		const batch = indexes.flatMap((index) => asks[index] ?? []);
		const answered = await askTogether(clickhouse, batch, asked, watermark);
		const found = new Map(indexes.flatMap((index, at) => (answered[at] ? [[index, answered[at]]] : [])));
		for (const [index, one] of found) answers[index] = one;
		onAnswers?.(found);
	}
	async function answerOrSay(indexes: number[]) {
		try {
			await answer(indexes);
		} catch (error) {
			if (!onAnswers) throw error;
			onAnswers(new Map(indexes.map((index) => [index, null])));
		}
	}
	// Side by side, for a good part of each question is planning, which takes one core.
	await inLanes([...together.values()], asking.lanes ?? together.size, answerOrSay);
	return answers;
}

/** Does the work of each, so many at a time. */
async function inLanes<One>(all: readonly One[], lanes: number, work: (one: One) => Promise<void>) {
	const left = all.values();
	const lane = async () => {
		for (const one of left) await work(one);
	};
	await Promise.all(Array.from({ length: lanes }, lane));
}

/** The question of what is settled, if that can answer it. */
async function settledOrNot(
	asks: KpiAsk[],
	settled: Settled,
	{ asOf, wholeFrom }: AsOf,
	watermark: Promise<string | null>
) {
	const [first] = asks;
	if (!first) return null;
	// Who waited at an earlier time is not known there: facts know the end of it.
	if (first.kpi === 'waiting_now' && asOf < Date.parse((await watermark) ?? '')) return null;
	return readSettled(settled, asks, { asOf, wholeFrom });
}

const AskIndex = z.object({ ask: z.int() });

type Asked = Asking & { settled: Settled | null; asOf: number };

/** The rows that answer asks of one KPI that differ in grain and grouping only, each with the number of its ask, from 1. */
async function rowsTogether(
	clickhouse: ClickHouseClient,
	asks: KpiAsk[],
	asking: Asked,
	watermark: Promise<string | null>
): Promise<Record<string, unknown>[]> {
	const [first] = asks;
	if (!first) return [];
	const params = {
		...scopeOf(first, asking.asOf),
		by: asks.map(({ by }) => by ?? ''),
		grain: asks.map(({ grain }) => grain),
		zone: asking.zone
	};
	const read = async (query: string, more: Record<string, unknown> = {}, inBody = false) => {
		const found = await clickhouse.query({
			query,
			query_params: { ...params, ...more },
			use_multipart_params: inBody,
			format: 'JSONEachRow'
		});
		return found.json<Record<string, unknown>>();
	};
	const fromCases = () => read(question(first.kpi));
	async function fromSettled(settled: Settled) {
		if (first?.kpi === 'scorecard') return fromParts(settled);
		if (first?.kpi === 'time_to_act') return fromLedger(settled);
		const found = await settledOrNot(asks, settled, asking, watermark);
		return found ? read(found.query, found.params) : fromCases();
	}
	/** Who acted upon a promise is in no roll-up: it is asked of the ledger as that is settled. */
	async function fromLedger(settled: Settled) {
		const span = {
			zone: asking.zone,
			from: Date.parse(asks[0]?.from ?? ''),
			to: Date.parse(asks[0]?.to ?? '')
		};
		const found = await viewOverDays(settled, { view: 'kpi_time_to_act', over: 'ledger' }, span);
		return found
			? read(`SELECT * FROM (${found.query}) ORDER BY ask, bucket, \`group\``, found.params)
			: fromCases();
	}
	async function fromParts(settled: Settled) {
		const parts: ScorecardPart[] = [];
		const askPart = async (kpi: KpiId) => {
			const known = asking.known?.get(kpi);
			if (known) {
				parts.push({ kpi, rows: known.flatMap((rows, at) => rows.map((row) => ({ ...row, ask: at + 1 }))) });
				return;
			}
			const asksOfPart = asks.map((ask) => ({ ...ask, kpi, threshold_s: undefined }));
			parts.push({ kpi, rows: await rowsTogether(clickhouse, asksOfPart, asking, watermark) });
		};
		await inLanes(SCORECARD_PARTS, asking.lanes ?? SCORECARD_PARTS.length, askPart);
		const query = await settled.questionOf('scorecard', { facts: false, changes: false });
		const rows: Record<string, unknown>[] = [];
		for (const piece of givenParts(parts, asks.length)) rows.push(...(await read(query, piece, true)));
		return rows;
	}
	return orFromCases(asking.settled, fromSettled, fromCases);
}

async function askTogether(
	clickhouse: ClickHouseClient,
	asks: KpiAsk[],
	asking: Asked,
	reading: Promise<string | null>
): Promise<KpiAnswer[]> {
	const [watermark, found] = await Promise.all([reading, rowsTogether(clickhouse, asks, asking, reading)]);
	const ofAsk = asks.map((): Record<string, unknown>[] => []);
	for (const row of found) ofAsk[AskIndex.parse(row).ask - 1]?.push(row);
	return asks.map((ask, index) => {
		const rows = (ofAsk[index] ?? []).map((row) =>
			KPI_ROWS[ask.kpi].parse({ ...row, bucket: bucketLabel(row.bucket, asking.zone) })
		);
		return {
			kpi: ask.kpi,
			version: CATALOGUE[ask.kpi].version,
			from: ask.from,
			to: ask.to,
			as_of: new Date(asking.asOf).toISOString(),
			watermark,
			// A total over nothing is still an answer: no items.
			rows: rows.length === 0 && ask.grain === 'total' && !ask.by ? [KPI_ROWS[ask.kpi].parse({})] : rows
		};
	});
}
