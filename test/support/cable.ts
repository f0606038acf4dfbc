import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

type Pair = { ends: [Socket, Socket]; dead: boolean };

/**
 * A network cable to a server on this machine, that can be cut: nothing goes through any more, and neither end is told, as when a switch loses
 * its power. Mended, new connections go through; those from before stay dead, as the switch has forgotten them.
 */
export async function layCable(port: number) {
	const pairs = new Set<Pair>();
	let whole = true;
	const server = createServer((near) => {
		const pair: Pair = { ends: [near, connect(port, '127.0.0.1')], dead: !whole };
		pairs.add(pair);
		const end = () => {
			if (pair.dead) return;
			pairs.delete(pair);
			for (const socket of pair.ends) socket.destroy();
		};
		const pipe = (from: Socket, to: Socket) =>
			from
				.on('data', (bytes) => void (pair.dead || to.write(bytes)))
				.on('error', end)
				.on('close', end);
		pipe(...pair.ends);
		pipe(pair.ends[1], pair.ends[0]);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		cut() {
			whole = false;
			for (const pair of pairs) pair.dead = true;
		},
		mend: () => void (whole = true),
		async close() {
			for (const { ends } of pairs) for (const socket of ends) socket.destroy();
			server.close();
			await once(server, 'close');
		}
	};
}
