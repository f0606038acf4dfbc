import { z } from 'zod';
import { CATALOGUE } from '#schema/catalogue.ts';
import { DefectKind } from '#schema/defect.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KPI_ROWS, type KpiAsk, type KpiId, type KpiRow } from '#schema/kpi.ts';
import { LEFT_OUT } from '#schema/lens/lens.ts';
import { hasView, LENSES } from '#schema/lens/registry.ts';
import { defectName } from '../../defect-words.ts';
import { figuresOf } from '../behind/said.ts';
import { askKpi, SCOPE, scopeOf, type Asking } from './ask.ts';

const question = (kpi: KpiId) => /* sql */ `
	SELECT part, id, n, numerator, denominator, value, low, high
	FROM lens_${kpi}(${SCOPE},
		zone  = {zone:String},
		by    = {by:String},
		group = {group:String})`;

const DEFECTS = /* sql */ `
	SELECT kind, defects
	FROM lens_defects(${SCOPE},
		by    = {by:String},
		group = {group:String},
		kpi   = {kpi:String})`;

const LensRow = z.object({
	part: z.enum(['left_out', 'other']),
	id: z.string(),
	n: z.int().min(0),
	numerator: z.number().nullable(),
	denominator: z.number().nullable(),
	value: z.number().nullable(),
	low: z.number().nullable(),
	high: z.number().nullable()
});

const Defects = z.object({ kind: DefectKind, defects: z.int() });

type Params = Record<string, unknown>;

async function askView(clickhouse: ClickHouseClient, kpi: KpiId, query_params: Params) {
	if (!hasView(kpi)) return [];
	const result = await clickhouse.query({ query: question(kpi), query_params, format: 'JSONEachRow' });
	return z.array(LensRow).parse(await result.json());
}

async function askDefects(clickhouse: ClickHouseClient, query_params: Params) {
	const result = await clickhouse.query({ query: DEFECTS, query_params, format: 'JSONEachRow' });
	return z.array(Defects).parse(await result.json());
}

/** What the row itself says is not in its value. */
const besideRow = (kpi: KpiId, row: KpiRow) =>
	Object.entries(LEFT_OUT).flatMap(([id, words]) => {
		const n: unknown = Object.entries(row).find(([name]) => name === id)?.[1];
		const counted = LENSES[kpi].counted?.some((column) => column === id) ?? false;
		return typeof n === 'number' && n > 0 && !counted ? [{ id, n, words, steps: false }] : [];
	});

/** What cannot be right in the data, by kind: steps that are passed over, not items that are left out. */
const defective = ({ kind, defects }: z.infer<typeof Defects>) => ({
	id: kind,
	n: defects,
	words: { en: defectName(kind, 'en'), 'zh-CN': defectName(kind, 'zh-CN') },
	steps: true
});

export type LensAsking = Asking & { group?: string };

/**
 * A number opened: its definition, what was counted, what was left out and why, and what other published formulas make of the same
 * data. `group`: only of this group, when the question says by what. The grain does not matter: it is about the whole range.
 */
export async function askLens(clickhouse: ClickHouseClient, ask: KpiAsk, { group, ...asking }: LensAsking) {
	const now = asking.now ?? Date.now();
	const total: KpiAsk = { ...ask, grain: 'total', by: group === undefined ? undefined : ask.by };
	const params = {
		...scopeOf(ask, now),
		...{ zone: asking.zone, kpi: ask.kpi },
		...{ by: total.by ?? '', group: group ?? '' }
	};
	const [answer, found, defects] = await Promise.all([
		askKpi(clickhouse, total, { ...asking, now }),
		askView(clickhouse, ask.kpi, params),
		askDefects(clickhouse, params)
	]);
	const counted =
		answer.rows.find((row) => group === undefined || row.group === group) ??
		KPI_ROWS[ask.kpi].parse({ group: group ?? null });
	const { left_out = {}, others = {}, formula } = LENSES[ask.kpi];
	const { rows: _rows, ...asked } = answer;
	return {
		...asked,
		by: total.by ?? null,
		group: group ?? null,
		teams: ask.teams,
		channels: ask.channels,
		threshold_s: ask.threshold_s ?? null,
		entry: { ...CATALOGUE[ask.kpi], formula },
		counted,
		/** How many rows the list of each of its figures has. */
		behind: figuresOf(ask.kpi, counted),
		left_out: [
			...besideRow(ask.kpi, counted),
			...found.flatMap(({ part, id, n }) => {
				const words = left_out[id];
				return part === 'left_out' && n > 0 && words ? [{ id, n, words, steps: false }] : [];
			}),
			...defects.map(defective)
		],
		others: found.flatMap(({ part, ...figures }) => {
			const words = others[figures.id];
			return part === 'other' && words ? [{ ...figures, ...words }] : [];
		})
	};
}

export type LensAnswer = Awaited<ReturnType<typeof askLens>>;
