import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    // What is generated has the style of its generator.
    ignores: ['assembly/', '**/dist/', 'coverage/', 'node_modules/', 'clients/typescript/src/openapi.ts'],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Nest modules are classes without members by design.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Index access is checked by noUncheckedIndexedAccess; hot loops over typed arrays assert instead.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // The DTO classes are shapes for validation and documentation; plain objects of the shape are answered.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-console': 'error',
    },
  },
  {
    // At 200 lines, ask what second reason to change has moved in.
    files: ['src/**/*.ts', 'playground/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts', 'clients/**/*.ts'],
    rules: { 'max-lines': ['error', 200] },
  },
  {
    files: ['**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['scripts/**', 'clients/*/examples/**'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
);
