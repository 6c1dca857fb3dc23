// Reads a JSON list of YAML texts; writes a JSON list of their documents, or {error}.
// Arguments: the folder that holds node_modules/yaml, the YAML version (1.1, 1.2).
const [folder, version] = process.argv.slice(2);
const yaml = require(require.resolve('yaml', { paths: [folder] }));

const read = text => {
  const documents = yaml.parseAllDocuments(text, { version });
  const error = documents.flatMap(document => document.errors)[0];
  return error ? { error: error.message } : documents.map(document => document.toJS());
};

let input = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', chunk => (input += chunk));
process.stdin.on('end', () => process.stdout.write(JSON.stringify(JSON.parse(input).map(read))));
