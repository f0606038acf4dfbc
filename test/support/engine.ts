import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		clickhouseUrl: string;
	}
}

/** One embedded ClickHouse for all tests that need one; each test works in a database of its own. */
export default async function setup(project: TestProject) {
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-test-'));
	const engine = await startClickHouse({ dataDir });
	project.provide('clickhouseUrl', engine.url('admin'));
	return async () => {
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	};
}
