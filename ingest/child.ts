import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Child = {
	readonly running: boolean;
	/** Resolves with why it failed, or null, when it has ended. */
	ended: Promise<string | null>;
	kill(): void;
};

/** Runs a command; `onLine` gets each line of its standard output. Its last words on standard error say why it failed. */
export function runChild(options: {
	command: readonly string[];
	env: NodeJS.ProcessEnv;
	onLine: (line: string) => void;
}): Child {
	const [file = '', ...args] = options.command;
	const child = spawn(file, args, { env: options.env, stdio: ['ignore', 'pipe', 'pipe'] });
	let running = true;
	let words = '';
	createInterface({ input: child.stdout }).on('line', options.onLine);
	child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-1_000)));

	const ended = new Promise<string | null>((resolve) => {
		child.once('error', (error) => resolve(error.message));
		child.once('close', (code) =>
			resolve(code === 0 || child.killed ? null : words.trim() || `exit code ${code}`)
		);
	}).finally(() => (running = false));

	return {
		get running() {
			return running;
		},
		ended,
		kill: () => child.kill('SIGKILL')
	};
}
