import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { definitions } from '#schema/clickhouse/definitions.ts';
import { KpiId } from '#schema/kpi.ts';
import { questions } from '../oracle/generate.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { differencesOf, type Told } from './oracle/asking.ts';
import { FAULTS, type Fault } from './oracle/faults.ts';
import { ledgerDifferences } from './oracle/ledger.ts';
import { organisationsIn, type Organisations } from './oracle/organisation.ts';

// The comparison with the oracle is worth what it catches: each of these mistakes, put into the SQL, must show.

const HISTORIES = 60;
const SEED = 20_261_122;
const LONG = 1_200_000;

let database: TestDatabase;
let organisations: Organisations;
beforeAll(async () => {
	database = await testDatabase();
	organisations = await organisationsIn(database);
});
afterAll(() => database.drop());

const queries = new Map(definitions().map(({ name, query }) => [name, query]));

const define = (query: string) => database.clickhouse.command({ query });

const differences = (fault: Fault, told: Told) =>
	fault.shows === 'ledger'
		? ledgerDifferences(database.asViews, told)
		: differencesOf(database.asViews, told, [fault.shows]);

/** Whether a fault shows in an organisation's answers. The view is right again afterwards. */
async function isCaught(fault: Fault, told: Told) {
	const query = queries.get(fault.view) ?? '';
	await define(query.replaceAll(fault.right, fault.wrong));
	try {
		return (await differences(fault, told)).length > 0;
	} finally {
		await define(query);
	}
}

test('has a mistake for every KPI', () => {
	const shown = new Set(FAULTS.map(({ shows }) => shows));
	expect(KpiId.options.filter((kpi) => !shown.has(kpi))).toEqual([]);
});

test.each(FAULTS)('can make the mistake that $view $name', ({ view, right }) => {
	expect(queries.get(view)).toContain(right);
});

test(
	'catches every mistake within a number of histories, and nothing where there is none',
	async () => {
		let hidden = FAULTS;
		for (const told of fc.sample(questions, { seed: SEED, numRuns: HISTORIES })) {
			if (hidden.length === 0) break;
			await organisations.layDown(told.rules);
			await organisations.setClocks(told.spells);
			await organisations.deliver(told.delivery);
			const still: Fault[] = [];
			for (const fault of hidden) {
				if (!(await isCaught(fault, told))) still.push(fault);
				else expect(await differences(fault, told)).toEqual([]);
			}
			hidden = still;
		}
		expect(hidden.map(({ view, name }) => `${view} ${name}`)).toEqual([]);
	},
	LONG
);
