import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// npm run bench: every measurement the documents name, one after another, each in a process of its own.

const BENCHES = [
	'ingest.ts',
	'acks.ts',
	'producers.ts',
	'validate.ts',
	'native.ts',
	'spool.ts',
	'kpi.ts',
	'settled.ts',
	'pages.ts',
	'latency.ts',
	'actions.ts',
	'feeds.ts',
	'viewers.ts',
	'soak.ts',
	'wall.ts',
	'weekly.ts',
	'signals.ts'
];

for (const name of BENCHES) {
	console.log(`\n── ${name}`);
	const { status } = spawnSync(
		process.execPath,
		['--import', 'tsx', fileURLToPath(new URL(name, import.meta.url))],
		{ stdio: 'inherit' }
	);
	if (status !== 0) process.exitCode = 1;
}
