import { join, resolve } from 'node:path';
import type { Env } from '../../../environment.ts';
import { createPrinter, type Printer } from './printer.ts';

const SHARED = Symbol.for('touchstone.printer');

/** Where this machine reaches its own dashboard: one that listens everywhere, on loopback. */
export function ownAddress(host: string, port: number): string {
	const own = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
	return `http://${own.includes(':') ? `[${own}]` : own}:${port}`;
}

/** One a process: the built pages and the server they run in are two programs in one. */
export function printerOf(
	env: Pick<Env, 'HOST' | 'PORT' | 'TOUCHSTONE_DATA' | 'TOUCHSTONE_CHROMIUM'>
): Printer {
	const shared = globalThis as { [SHARED]?: Printer };
	return (shared[SHARED] ??= createPrinter({
		base: ownAddress(env.HOST, env.PORT),
		path: env.TOUCHSTONE_CHROMIUM,
		home: join(resolve(env.TOUCHSTONE_DATA), 'chromium')
	}));
}
