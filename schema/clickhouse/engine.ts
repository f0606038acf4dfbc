// The embedded ClickHouse process: calls libchdb's main with this process's arguments and returns when the query given
// there ends. Started by embedded.ts in a process group of its own.
import { createRequire } from 'node:module';
import { DataType, isNullPointer, load, open, restorePointer, wrapPointer } from 'ffi-rs';

const library = createRequire(import.meta.url).resolve('@chdb/lib-linux-x64-gnu/libchdb.so');
const args = process.argv.slice(2);

open({ library: 'chdb', path: library });

/** The library answers with a struct; what went wrong stands in it and nowhere else. */
const result = load({
	library: 'chdb',
	funcName: 'query_stable_v2',
	retType: {
		buffer: DataType.External,
		length: DataType.U64,
		vector: DataType.External,
		elapsed: DataType.Double,
		rows_read: DataType.U64,
		bytes_read: DataType.U64,
		error: DataType.External
	},
	paramsType: [DataType.I32, DataType.StringArray],
	paramsValue: [args.length, args]
});

if (!isNullPointer(result.error)) {
	const [words] = restorePointer({ retType: [DataType.String], paramsValue: wrapPointer([result.error]) });
	const [message] = String(words).split(', Stack trace');
	process.stderr.write(`${message}\n`, () => process.exit(1));
} else {
	process.exit(); // threads of the library would keep the process
}
