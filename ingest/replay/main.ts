import { once } from 'node:events';
import { connect } from 'node:net';
import { HELP, readArgs, type Args } from './args.ts';
import { ingestKey, ingestUrl, readEnv } from './env.ts';
import { readMapping } from './mapping.ts';
import { createProgress } from './progress.ts';
import { createReplay } from './replay.ts';
import { isClean, summaryText } from './summary.ts';

const STOPPED = 130; // as a shell has it for Ctrl-C
const ONE_PRESS_MS = 500;
const CONNECT_MS = 5_000;

/** Fails early, before a large file is read, when nobody listens there. */
async function checkListens(address: string) {
	const { protocol, hostname, port } = new URL(address);
	const socket = connect({
		host: hostname.replace(/^\[|\]$/g, ''),
		port: Number(port || (protocol === 'wss:' ? 443 : 80))
	});
	try {
		await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MS) });
	} catch (error) {
		throw new Error(
			`No ingest answers at ${address}. Start one with npm start (or npm run ingest) in another terminal, ` +
				'or say where it is with --url or HOST and INGEST_PORT.',
			{ cause: error }
		);
	} finally {
		socket.destroy();
	}
}

async function main(args: Args): Promise<number> {
	const env = readEnv(process.env);
	const mapping = readMapping(args.mapping);
	const url = args.url ?? ingestUrl(env);
	await checkListens(url);
	const progress = createProgress({
		write: (text) => process.stderr.write(text),
		terminal: process.stderr.isTTY === true,
		now: () => performance.now()
	});
	const replay = createReplay({
		...args,
		mapping,
		zone: env.TOUCHSTONE_TIMEZONE,
		url,
		key: ingestKey(env),
		progress,
		now: () => performance.now()
	});

	let stopping: number | undefined;
	async function stop() {
		// npm hands on the Ctrl-C that the terminal has sent to us already: one press comes twice.
		if (stopping !== undefined && performance.now() - stopping > ONE_PRESS_MS) process.exit(STOPPED);
		if (stopping !== undefined) return;
		stopping = performance.now();
		progress.say('Stopping: waiting for what is on its way. Again to stop at once.');
		await replay.stop();
		console.log(summaryText(replay.summary()));
		process.exit(STOPPED);
	}
	process.on('SIGINT', () => void stop());
	process.on('SIGTERM', () => void stop());

	try {
		await replay.run();
	} catch (error) {
		if (stopping === undefined && replay.summary().counts.sent > 0)
			console.log(summaryText(replay.summary()));
		throw error;
	}
	if (stopping !== undefined) await new Promise<never>(() => {}); // `stop` has the last word
	const summary = replay.summary();
	console.log(summaryText(summary));
	return isClean(summary) ? 0 : 1;
}

try {
	const args = readArgs(process.argv.slice(2));
	if (args === 'help') console.log(HELP);
	else process.exit(await main(args));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
}
