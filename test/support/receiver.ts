import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request as a receiver of webhooks got it. */
export type Received = { headers: IncomingHttpHeaders; body: string };

/** A receiver of webhooks on this machine. `answer` says how requests are answered from now on; it may also not answer. */
export async function startReceiver(port = 0) {
	const received: Received[] = [];
	const waiting: (() => void)[] = [];
	let respond: (response: ServerResponse) => void = (response) => response.writeHead(204).end();
	const server = createServer(async (request, response) => {
		received.push({ headers: request.headers, body: await text(request) });
		respond(response);
		for (const told of waiting.splice(0)) told();
	}).listen(port, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	return {
		url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/hook`,
		received,
		/** The keys of all that came, in order. */
		keys: () => received.map(({ headers }) => headers['idempotency-key']),
		answer: (how: (response: ServerResponse) => void) => void (respond = how),
		/** Resolves once so many have come. */
		async until(times: number) {
			while (received.length < times) await new Promise<void>((resolve) => waiting.push(resolve));
		},
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		}
	};
}
