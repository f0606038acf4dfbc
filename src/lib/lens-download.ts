/** Fetches an answer of the API as CSV and hands it to the reader as a file. Throws when it cannot be had. */
export async function downloadCsv(address: string, name: string) {
	const response = await fetch(address, { headers: { accept: 'text/csv' } });
	if (!response.ok) throw new Error(`${response.status}`);
	const link = document.createElement('a');
	link.href = URL.createObjectURL(await response.blob());
	link.download = name;
	link.click();
	URL.revokeObjectURL(link.href);
}
