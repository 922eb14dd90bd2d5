import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editJson } from '../../../src/sdnext/settings/edit-json.ts';

const TEXT = `{
    "sd_model_checkpoint": "tiny \\" }",
    "openvino_devices": [ "GPU",
        "CPU" ],
  "nested": {"openvino_devices": "not this one", "a": [1, {"b": "]"}]},
    "last": true
}
`;

test('a value changes where it stands, and nothing else does', () => {
  const edited = editJson(TEXT, { key: 'openvino_devices', value: ['GPU.1'] });
  expect(edited).toBe(TEXT.replace(/\[ "GPU",\s+"CPU" \]/, '["GPU.1"]'));
});

test('a new key goes to the end, indented like the others', () => {
  const edited = editJson(TEXT, { key: 'openvino_accuracy', value: 'default' });
  expect(edited).toBe(TEXT.replace('"last": true', '"last": true,\n    "openvino_accuracy": "default"'));
});

test.each(['sd_model_checkpoint', 'openvino_devices', 'last'])('taking %s out keeps the rest', (key) => {
  const { [key]: _gone, ...rest } = JSON.parse(TEXT);
  expect(JSON.parse(editJson(TEXT, { key, value: undefined }))).toEqual(rest);
});

test('Windows line ends stay', () => {
  const text = TEXT.replaceAll('\n', '\r\n');
  expect(editJson(text, { key: 'last', value: false })).toBe(text.replace('true', 'false'));
});

test('an empty object takes a first key', () => {
  expect(JSON.parse(editJson('{}', { key: 'a', value: [1] }))).toEqual({ a: [1] });
});

test('a key that stands there twice is changed twice', () => {
  expect(JSON.parse(editJson('{"a": 1, "b": 2, "a": 3}', { key: 'a', value: 9 }))).toEqual({ a: 9, b: 2 });
  expect(JSON.parse(editJson('{"a": 1, "b": 2, "a": 3}', { key: 'a', value: undefined }))).toEqual({ b: 2 });
});

test('what is not JSON is not touched', () => {
  expect(() => editJson('{"a": 1,}', { key: 'a', value: 2 })).toThrow(SyntaxError);
  expect(() => editJson('{"a": 1', { key: 'a', value: 2 })).toThrow(SyntaxError);
});

test('any object, any key: the result is the object with that key changed', () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue());
  const keyOf = fc.string();
  fc.assert(
    fc.property(object, keyOf, fc.option(fc.jsonValue(), { nil: undefined }), (before, key, value) => {
      const expected = JSON.parse(JSON.stringify({ ...before, [key]: value }));
      for (const indent of [0, 2, '\t'])
        expect(JSON.parse(editJson(JSON.stringify(before, null, indent), { key, value }))).toEqual(expected);
    }),
    { seed: 20261123, numRuns: 300 },
  );
});
