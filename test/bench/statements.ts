import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { kindsOfKpi } from '#schema/clickhouse/settled/cells.ts';
import { ALL_KINDS, type KindName } from '#schema/clickhouse/settled/kinds.ts';
import { SCORECARD_PARTS } from '#schema/clickhouse/settled/parts.ts';
import { CELLS } from '#schema/clickhouse/settled/rolled.ts';
import type { KpiId } from '#schema/kpi.ts';

export type Statement = Parameters<ClickHouseClient['query']>[0];

/** The same client, and what it is asked. */
export function listening(clickhouse: ClickHouseClient) {
	const heard: Statement[] = [];
	const client = new Proxy(clickhouse, {
		get(target, name) {
			if (name !== 'query') return Reflect.get(target, name) as unknown;
			return (statement: Statement) => {
				heard.push(statement);
				return target.query(statement);
			};
		}
	});
	return { client, heard };
}

const isKind = (name: string): name is KindName => ALL_KINDS.some((kind) => kind.name === name);
const cellsIn = (query: string) => [
	...new Set([...query.matchAll(/\bcells_(\w+)/g)].map(([, name = '']) => name))
];
const rolledOf = (name: string): readonly KindName[] =>
	Object.entries(CELLS).find(([cells]) => cells === name)?.[1].kinds ?? [];

/** The kinds of fact a number is made of. */
export const kindsBehind = (kpi: KpiId): KindName[] =>
	(kpi === 'scorecard' ? SCORECARD_PARTS : [kpi]).flatMap(kindsOfKpi).filter(isKind);

/** The kinds of fact a statement is about: those its roll-up is made of, else those it reads. None: it reads small tables of its own. */
export function kindsOf({ query }: Statement): KindName[] {
	const rolled = cellsIn(query).flatMap(rolledOf);
	if (rolled.length > 0) return [...new Set(rolled)];
	const read = [...query.matchAll(/\{settled:Identifier\}\.(\w+)/g)].map(([, name = '']) => name);
	return [...new Set(read)].filter(isKind);
}

const SHORT = 40;

/** What a statement is called: its roll-up, else the view or the facts it reads, and by what it asks. */
export function nameOf(statement: Statement): string {
	const { query, query_params } = statement;
	const cells = cellsIn(query).join(' + ');
	const view = /\b(?:kpi|feed|weekly)_\w+|week_signals|beyond/.exec(query)?.[0];
	const table = /FROM\s+(?:\{settled:Identifier\}\.)?(\w+)/.exec(query)?.[1];
	const list = (name: string) => {
		const given = query_params?.[name];
		return Array.isArray(given) ? [...new Set(given)].filter(Boolean).join('/') : '';
	};
	const about = cells || (view?.replace('beyond', 'week_signals') ?? kindsOf(statement).join(' + '));
	return [about.slice(0, SHORT) || table, list('grain'), list('by')].filter(Boolean).join(' ');
}
