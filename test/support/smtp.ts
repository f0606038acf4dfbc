import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A mail as a server got it: to whom, and what it says. */
export type Mail = { to: string; raw: string };

/** Undoes quoted-printable and base64, as far as mails of ours use them, and reads encoded words in headers. */
export function readable({ raw }: Mail): string {
	const whole = raw.replace(/\r\n/g, '\n');
	const words = whole.replace(/=\?UTF-8\?(B|Q)\?([^?]*)\?=\s*/gi, (_, how: string, text: string) =>
		how.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : unquote(text.replaceAll('_', ' '))
	);
	return words.replace(
		/Content-Transfer-Encoding: (quoted-printable|base64)\n((?:[^\n]+\n)*)\n([\s\S]*?)(?=\n--|$)/g,
		(_, how: string, head: string, text: string) =>
			`${head}\n${how === 'base64' ? Buffer.from(text, 'base64').toString() : unquote(text)}`
	);
}

const unquote = (text: string) =>
	Buffer.from(
		text
			.replace(/=\n/g, '')
			.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
		'latin1'
	).toString();

/** What is attached to a mail, of one type; undefined when nothing is. */
export function attachmentOf({ raw }: Mail, type: string): Buffer | undefined {
	const whole = raw.replace(/\r\n/g, '\n');
	const start = whole.indexOf(`\nContent-Type: ${type}`);
	if (start < 0) return undefined;
	const [, body = ''] = whole.slice(start).split('\n\n', 2);
	return Buffer.from(body.split('\n--')[0] ?? '', 'base64');
}

/**
 * A mail server on a socket. `refuse` answers the next so many mails with a temporary error, after it has read them; `hold` says nothing
 * more to mails that it has read.
 */
export async function startSmtp() {
	const mails: Mail[] = [];
	const sockets = new Set<Socket>();
	const waiting: (() => void)[] = [];
	let refusals = 0;
	let held = false;

	function converse(socket: Socket) {
		let [buffer, to, reading] = ['', '', false];
		const say = (line: string) => void socket.write(`${line}\r\n`);
		const take = (line: string) => {
			const command = line.slice(0, 4).toUpperCase();
			if (command === 'RCPT') to = /<([^>]*)>/.exec(line)?.[1] ?? '';
			if (command === 'DATA') reading = true;
			if (command === 'QUIT') return socket.end('221 bye\r\n');
			say(command === 'DATA' ? '354 go on' : '250 fine');
		};
		sockets.add(socket);
		socket.on('error', () => {});
		socket.on('close', () => sockets.delete(socket));
		socket.on('data', (data) => {
			buffer += data.toString();
			for (;;) {
				const mark = reading ? '\r\n.\r\n' : '\r\n';
				const end = buffer.indexOf(mark);
				if (end < 0) return;
				const piece = buffer.slice(0, end);
				buffer = buffer.slice(end + mark.length);
				if (!reading) take(piece);
				else {
					reading = false;
					if (refusals > 0) say('451 not now');
					else mails.push({ to, raw: piece.replace(/\r\n\.\./g, '\r\n.') });
					for (const told of waiting.splice(0)) told();
					if (held) continue;
					if (refusals === 0) say('250 taken');
					else refusals--;
				}
			}
		});
		say('220 test');
	}

	const server = createServer(converse).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `smtp://127.0.0.1:${port}?from=touchstone@example.org`,
		mails,
		refuse: (times: number) => void (refusals = times),
		hold: (hold: boolean) => void (held = hold),
		/** Resolves once so many have come. */
		async until(times: number) {
			while (mails.length < times) await new Promise<void>((resolve) => waiting.push(resolve));
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		}
	};
}
