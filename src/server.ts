import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { readEnv, type Env } from './environment.ts';
import { createLive } from './lib/server/live/socket.ts';
import { createTouchstone } from './lib/server/touchstone.ts';
import { ownAddress } from './lib/server/print/of-env.ts';
import { startWatching } from './lib/server/clocks/runner.ts';
import { createPublished } from './lib/server/published.ts';
import { startPublishing } from './lib/server/published/runner.ts';

// The dashboard's own process: the built pages and, on the same port, the live connection.
const BUILT = new URL('../build/handler.js', import.meta.url);

/** Which version of the pages is served, as they know it themselves. */
function buildOf(): string {
	const file = new URL('../build/client/_app/version.json', import.meta.url);
	return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}

function fail(error: unknown): never {
	process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
	process.exit(1);
}

async function main(env: Env) {
	if (!existsSync(BUILT))
		throw new Error('The pages are not built: run npm run build first (npm start does).');
	// adapter-node would take plain HTTP for https. Read at import, so it is said before.
	process.env.PROTOCOL_HEADER ??= 'x-forwarded-proto';
	process.env.HOST_HEADER ??= 'host';
	const touchstone = createTouchstone(env);
	const { clickhouse, zone, settler, clocks, dispatch, mailings, printer } = touchstone;
	settler.start();
	const { handler } = await import(BUILT.href);
	const live = createLive({ ...touchstone, build: buildOf() });
	const onError = (error: unknown) => void process.stderr.write(`Publishing weekly figures: ${error}\n`);
	const published = createPublished({ clickhouse, zone, onError });
	dispatch.start();
	const publishing = startPublishing({ clickhouse, zone, published, onError });
	const watching = startWatching({
		...{ clickhouse, clocks },
		onError: (error) => void process.stderr.write(`Watching the sources' clocks: ${error}\n`)
	});

	const server = createServer((request, response) => {
		request.headers['x-forwarded-proto'] ??= 'http';
		handler(request, response);
	});
	server.on('upgrade', (request, socket, head) => {
		if (!live.upgrade(request, socket, head))
			socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
	});
	server.on('error', (error: NodeJS.ErrnoException) =>
		fail(error.code === 'EADDRINUSE' ? `Port ${env.PORT} is taken: set PORT to a free one.` : error)
	);
	server.listen(env.PORT, env.HOST, () => {
		const address = server.address();
		const port = typeof address === 'object' && address ? address.port : env.PORT;
		printer.open(ownAddress(env.HOST, port));
		mailings.start();
		process.stdout.write(`Touchstone is open on http://${env.HOST}:${port}\n`);
	});

	async function stop() {
		server.close();
		publishing.close();
		watching.close();
		await Promise.all([dispatch.stop(), mailings.stop(), printer.stop()]);
		await live.close();
		await settler.stop();
		server.closeAllConnections();
		await clickhouse.close();
		process.exit(0);
	}
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
	process.once('disconnect', stop); // npm start is gone
}

try {
	await main(readEnv(process.env));
} catch (error) {
	fail(error);
}
