import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { SIMULATOR_SOURCE } from '#schema/event.ts';
import { readBody, readJson } from './body.ts';
import { runChild, type Child } from './child.ts';
import { fromHere } from './from-here.ts';
import type { Handler, Routes } from './http.ts';
import type { Key } from './keys.ts';
import { answer, answerRefusal, refusal } from './refusal.ts';

export const SIMULATION_PATH = '/v1/simulation';

/** What a simulation may be asked for. */
const Request = z.strictObject({
	teams: z.int().min(1).max(40).default(8),
	rate: z.number().positive().max(1_000).default(20),
	days: z.int().min(0).max(365).default(30)
});

/** A line of the simulator's progress. */
const Progress = z.object({ phase: z.enum(['history', 'live']), sent: z.int(), total: z.int().nullish() });
type Progress = z.infer<typeof Progress>;

/** How the simulation stands. */
export type Simulation = {
	running: boolean;
	phase: string | null;
	sent: number;
	total: number | null;
	error: string | null;
};

/** The simulator's own key: known to this process and its child alone, so its connections can be told apart. */
export const createSimulatorKey = (): Key => ({
	name: 'simulator',
	secret: randomBytes(24).toString('base64url')
});

/** How long a removal waits for ClickHouse to store what was already taken. */
const FLUSH_MS = 10_000;

/** The program that simulates, with its first arguments and its environment. */
export type Simulator = { command: readonly string[]; env?: NodeJS.ProcessEnv };

export type SimulationOptions = {
	simulator: Simulator;
	key: Key;
	/** Where it sends to. */
	url: () => string;
	/** Drops the connections of a key. */
	drop: (name: string) => void;
	/** Resolves when everything taken is stored. */
	flushed: () => Promise<void>;
	/** Forgets that events of a source were taken. */
	forget: (source: string) => void;
	log: Logger;
};

/** Simulated traffic for a dashboard without data: started, watched and stopped over HTTP, from this machine alone. */
export function createSimulation(options: SimulationOptions) {
	const { simulator, key, url, drop, flushed, forget, log } = options;
	let child: Child | undefined;
	let progress: Progress | undefined;
	let error: string | null = null;

	const current = (): Simulation => ({
		running: child?.running ?? false,
		phase: child?.running ? (progress?.phase ?? null) : null,
		sent: progress?.sent ?? 0,
		total: progress?.total ?? null,
		error
	});

	function onLine(line: string) {
		const json = readJson(line);
		const parsed = Progress.safeParse(json.ok ? json.value : undefined);
		if (parsed.success) progress = parsed.data;
	}

	function run({ teams, rate, days }: z.output<typeof Request>) {
		progress = undefined;
		error = null;
		const started = runChild({
			command: [
				...simulator.command,
				...['--url', url(), '--progress', 'json'],
				...['--teams', String(teams), '--rate', String(rate), '--days', String(days)]
			],
			env: { ...simulator.env, TOUCHSTONE_INGEST_KEY: key.secret },
			onLine
		});
		child = started;
		log.info({ teams, rate, days }, 'simulation started');
		void started.ended.then((failure) => {
			error = failure;
			if (failure) log.error({ error: failure }, 'the simulation failed');
		});
	}

	/** Ends the simulator and its connections: nothing of it is on its way any more. */
	async function stop() {
		child?.kill();
		await child?.ended;
		drop(key.name);
	}

	const start: Handler = async (request, response) => {
		const body = await readBody(request);
		if (!body.ok) return answerRefusal(response, body.refused);
		const json = readJson(body.value.toString() || '{}');
		if (!json.ok) return answerRefusal(response, json.refused);
		const asked = Request.safeParse(json.value);
		if (!asked.success) {
			const issue = asked.error.issues[0];
			return answerRefusal(
				response,
				refusal(400, 'invalid', issue?.path.join('.') ?? '', issue?.message ?? 'invalid')
			);
		}
		if (child?.running)
			return answerRefusal(
				response,
				refusal(409, 'running', '', 'a simulation is running: stop it with DELETE first')
			);
		run(asked.data);
		answer(response, 202, current());
	};

	const remove: Handler = async (_request, response) => {
		await stop();
		const stored = flushed().then(() => true);
		if (!(await Promise.race([stored, sleep(FLUSH_MS, false, { ref: false })])))
			return answerRefusal(
				response,
				refusal(503, 'not_stored', '', 'ClickHouse is away: try again when it is back')
			);
		forget(SIMULATOR_SOURCE);
		progress = undefined;
		error = null;
		answer(response, 200, current());
	};

	const tell: Handler = async (_request, response) => answer(response, 200, current());

	const routes: Routes = {
		[SIMULATION_PATH]: {
			GET: fromHere('a simulation', tell),
			POST: fromHere('a simulation', start),
			DELETE: fromHere('a simulation', remove)
		}
	};
	return { routes, stop };
}
