// The embedded ClickHouse process: calls libchdb's main with this process's arguments and never returns until the
// query given there ends. Started by embedded.ts in a process group of its own.
import { createRequire } from 'node:module';
import { DataType, load, open } from 'ffi-rs';

const library = createRequire(import.meta.url).resolve('@chdb/lib-linux-x64-gnu/libchdb.so');
const args = process.argv.slice(2);

open({ library: 'chdb', path: library });
load({
	library: 'chdb',
	funcName: 'query_stable_v2',
	retType: DataType.External,
	paramsType: [DataType.I32, DataType.StringArray],
	paramsValue: [args.length, args]
});

// Only reached at the end; threads of the library would keep the process.
process.exit();
