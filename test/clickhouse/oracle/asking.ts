import type fc from 'fast-check';
import { askKpis } from '../../../src/lib/server/kpi/ask.ts';
import type { Settler } from '../../../src/lib/server/settled/settler.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { Grain, GroupBy, KpiAsk, KpiId } from '#schema/kpi.ts';
import { differences } from '../../oracle/compare.ts';
import type { questions } from '../../oracle/generate.ts';
import { askOracle } from '../../oracle/oracle.ts';

export type Told = typeof questions extends fc.Arbitrary<infer Value> ? Value : never;
export type Scope = Told['scope'];

const cuts = [undefined, ...GroupBy.options].flatMap((by) => Grain.options.map((grain) => ({ by, grain })));

/** Staff are never told apart. */
const cutsOf = (kpi: KpiId) => cuts.filter(({ by }) => kpi !== 'staff_satisfaction' || by !== 'agent');

/** Asks a KPI in every cut: by nothing and by each dimension, in every grain. */
async function askAll(
	clickhouse: ClickHouseClient,
	kpi: KpiId,
	{ zone, as_of, ...scope }: Scope,
	settler?: Settler
) {
	const asks = cutsOf(kpi).map((cut) => KpiAsk.parse({ ...scope, ...cut, kpi }));
	const answers = await askKpis(clickhouse, asks, { zone, now: Date.parse(as_of), settler });
	return cutsOf(kpi).map((cut, at) => ({ kpi, ...cut, rows: answers[at]?.rows ?? [] }));
}

export const askEverything = async (
	clickhouse: ClickHouseClient,
	scope: Scope,
	kpis: readonly KpiId[] = KpiId.options,
	settler?: Settler
) => (await Promise.all(kpis.map((kpi) => askAll(clickhouse, kpi, scope, settler)))).flat();

export type Answers = Awaited<ReturnType<typeof askEverything>>;

type Asked = Pick<Told, 'sent' | 'scope' | 'rules' | 'spells'>;

/** Where answers are others than the oracle's. */
export const differencesIn = (answers: Answers, { sent, scope, rules, spells }: Asked) =>
	answers.flatMap(({ kpi, by, grain, rows }) =>
		differences(rows, askOracle(sent, { ...scope, rules, spells, kpi, by, grain })).map((line) => ({
			kpi,
			by,
			grain,
			line
		}))
	);

/** Where ClickHouse answers otherwise than the oracle. */
export const differencesOf = async (
	clickhouse: ClickHouseClient,
	asked: Asked,
	kpis: readonly KpiId[] = KpiId.options
) => differencesIn(await askEverything(clickhouse, asked.scope, kpis), asked);
