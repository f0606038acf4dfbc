/** Hands the reader a file. */
export function download(name: string, content: unknown) {
	const url = URL.createObjectURL(
		new Blob([`${JSON.stringify(content, null, '\t')}\n`], { type: 'application/json' })
	);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	URL.revokeObjectURL(url);
}
