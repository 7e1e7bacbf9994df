// The floors of the house: a room imports from strictly lower floors, never sideways and never up, type imports included.

const api = {
  root: 'api/src',
  floors: [
    ['abi', 'config'],
    ['chain', 'store', 'engine', 'artifacts', 'health'],
    ['indexer', 'executor', 'queries'],
    ['graphql', 'tally', 'gateway', 'audit'],
  ],
};

const web = {
  root: 'web/src',
  floors: [['generated', 'lib'], ['ui', 'data', 'wallet'], ['features'], ['app']],
};

/** One rule per room: what is on its own floor (but itself) or above is out of its reach. */
function floorRules({ root, floors }) {
  return floors.flatMap((rooms, floor) =>
    rooms.map((room) => {
      const outOfReach = floors
        .slice(floor)
        .flat()
        .filter((other) => other !== room);
      const paths = outOfReach.map((other) => `^${root}/${other}/`);
      return {
        name: `floor-of-${root.split('/')[0]}-${room}`,
        comment: `${room} stands on floor ${floor}: it imports from lower floors only.`,
        severity: 'error',
        from: { path: `^${root}/${room}/`, pathNot: '\\.(spec|int-spec)\\.tsx?$' },
        to: { path: [...paths, `^${root}/main\\.`] },
      };
    }),
  );
}

/** A folder that no floor names is a wall that nobody drew. */
function unknownRoomRule({ root, floors }, others) {
  const known = [...floors.flat(), ...others].join('|');
  return {
    name: `unknown-room-of-${root.split('/')[0]}`,
    comment: `Every folder of ${root} has a floor in .dependency-cruiser.cjs.`,
    severity: 'error',
    from: { path: `^${root}/[^/]+/`, pathNot: `^${root}/(${known})/` },
    to: {},
  };
}

/** Top-level folders hand generated files over; they import nothing from each other. */
const folderRules = [
  { folder: 'api/src', mayImport: ['api/src'] },
  { folder: 'api/test', mayImport: ['api', 'scripts'] },
  { folder: 'web', mayImport: ['web'] },
  { folder: 'test', mayImport: ['test', 'scripts'] },
  { folder: 'scripts', mayImport: ['scripts'] },
].map(({ folder, mayImport }) => ({
  name: `walls-of-${folder.replace('/', '-')}`,
  comment: `${folder} imports from ${mayImport.join(', ')} and from packages.`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: '^(api|web|worker|contracts|test|scripts|dist)/', pathNot: `^(${mayImport.join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...floorRules(api),
    ...floorRules(web),
    unknownRoomRule(api, []),
    unknownRoomRule(web, ['testing']),
    ...folderRules,
    {
      name: 'features-are-neighbours',
      comment: 'A feature does not know another feature: what two of them need stands a floor lower.',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/features/', pathNot: '^web/src/features/$1/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-barrels',
      comment: 'An index file hides where things are: import the file itself.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)index\\.(ts|tsx|mjs|js)$', pathNot: 'node_modules' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^web/dist/', '^contracts/out/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'module', 'node', 'default', 'types'],
    },
  },
};
