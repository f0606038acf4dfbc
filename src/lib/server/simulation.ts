import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { ingestUrl } from '#schema/environment.ts';
import type { Env } from '../../environment.ts';
import type { Settler } from './settled/settler.ts';
import { readIngestKey } from '#schema/ingest-key.ts';

/** The tables that hold simulated rows, each in a partition of their own. */
const TABLES = [
	...[
		'events',
		'cases',
		'customer_activity',
		'inspections',
		'staff_surveys',
		'agent_states',
		'survey_deliverers',
		'sources',
		'source_lags',
		'late_steps'
	],
	...[
		'breach_actions',
		'breach_escalations',
		'quarantine',
		'quarantine_outcomes',
		'published',
		'restatements',
		'published_reviews'
	]
];

/** What ingest says of the simulator, or why it cannot be asked. */
export type SimulationAnswer = { status: number; body: unknown };

export type Simulation = {
	state(): Promise<SimulationAnswer>;
	start(options: unknown): Promise<SimulationAnswer>;
	/** Stops the simulator and removes every simulated row; real ones are untouched. */
	remove(): Promise<SimulationAnswer>;
};

type Options = {
	clickhouse: ClickHouseClient;
	env: Pick<Env, 'HOST' | 'INGEST_PORT' | 'TOUCHSTONE_DATA' | 'TOUCHSTONE_INGEST_KEYS'>;
	/** Is told that something was taken out of `cases`. */
	settler?: Pick<Settler, 'startOver'>;
};

/** Simulated traffic goes through ingest like any other: ingest runs the simulator, the dashboard asks it to. */
export function createSimulation({ clickhouse, env, settler }: Options): Simulation {
	const url = `${ingestUrl(env)}/v1/simulation`;

	async function ask(method: 'GET' | 'POST' | 'DELETE', body?: unknown): Promise<SimulationAnswer> {
		try {
			const answer = await fetch(url, {
				method,
				headers: { authorization: `Bearer ${readIngestKey(env) ?? ''}`, 'content-type': 'application/json' },
				body: body === undefined ? undefined : JSON.stringify(body)
			});
			return { status: answer.status, body: await answer.json() };
		} catch {
			const detail = `ingest cannot be reached on port ${env.INGEST_PORT}; start it with npm run ingest`;
			return { status: 503, body: { error: { reason: 'unavailable', path: '', detail } } };
		}
	}

	return {
		state: () => ask('GET'),
		start: (options) => ask('POST', options),
		async remove() {
			// Stopped first, or it would go on filling what is being removed. An ingest that is away runs no simulator.
			const stopped = await ask('DELETE');
			if (stopped.status >= 400 && stopped.status !== 503) return stopped;
			for (const table of TABLES)
				await clickhouse.command({ query: `ALTER TABLE ${table} DROP PARTITION 1` });
			await settler?.startOver();
			return { status: 200, body: { removed: true } };
		}
	};
}
