import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createProducer } from '../client/client.ts';
import { HELP, parseOptions, type Options } from './options.ts';
import { createReport, describe } from './report.ts';
import { run } from './run.ts';
import { readSettings } from './settings.ts';
import { createTraffic } from './traffic.ts';

/** How long stopping waits for the last acknowledgements (ms). */
const PATIENCE = 15_000;

const clock = {
	now: () => Date.now(),
	wait: (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => undefined)
};

function fail(error: unknown): never {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
}

/** Ctrl-C and SIGTERM end the traffic; what was sent is still waited for, but not for ever. A second one ends at once. */
function onStop(unacknowledged: () => number): AbortSignal {
	const controller = new AbortController();
	const stop = () => {
		if (controller.signal.aborted) process.exit(1);
		controller.abort();
		const late = () => fail(new Error(`Stopped with ${unacknowledged()} events not acknowledged by ingest.`));
		setTimeout(late, PATIENCE).unref();
	};
	process.on('SIGINT', stop);
	process.on('SIGTERM', stop);
	return controller.signal;
}

async function simulate(options: Options) {
	const settings = readSettings(process.env, (path) => readFileSync(path, 'utf8'));
	const { zone, key } = settings;
	const url = options.url ?? settings.url;
	const start = clock.now();
	const traffic = createTraffic({ ...options, start, zone });
	const live = !options['no-live'];

	const report = createReport({
		screen: { write: (text) => process.stdout.write(text), isTerminal: process.stdout.isTTY === true },
		format: options.progress,
		now: clock.now,
		counts: () => producer.counts
	});
	for (const line of describe(traffic, { ...options, url, zone, live, start })) report.say(line);

	const producer = createProducer({ url, key, onState: report.state, onAnswer: report.answered });
	const signal = onStop(() => producer.counts.unacknowledged);
	const { historyEvents } = traffic;
	const events = traffic.events();
	await run({
		events,
		start,
		historyEvents,
		live,
		clock,
		send: producer.send,
		onProgress: report.progress,
		signal
	});
	await producer.close();

	report.end();
	const { accepted, duplicates, rejected } = producer.counts;
	report.say(`Done: ${accepted} events accepted, ${duplicates} duplicates, ${rejected} refused.`);
	if (rejected > 0 && !signal.aborted) process.exitCode = 1;
}

try {
	const options = parseOptions(process.argv.slice(2));
	if (options.help) process.stdout.write(HELP);
	else await simulate(options);
} catch (error) {
	fail(error);
}
