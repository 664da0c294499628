import { describe, expect, test } from 'vitest'
import { parseMultipart } from '../../src/http/multipart.ts'

const type = 'multipart/form-data; boundary=xyz'

const parse = (text: string, contentType = type) => {
  const bytes = new TextEncoder().encode(text)
  const parts = parseMultipart(bytes.buffer as ArrayBuffer, contentType)
  return parts?.map(part => ({ ...part, bytes: new TextDecoder().decode(part.bytes) })) ?? null
}

const file = (disposition: string, content = 'hello', rest = '') =>
  `--xyz\r\nContent-Disposition: form-data; name="file"; ${disposition}\r\n${rest}\r\n${content}\r\n--xyz--\r\n`

describe('a multipart body', () => {
  test('comes as fetch writes it', async () => {
    const form = new FormData()
    form.set('title', 'Größe')
    form.set('file', new Blob(['a\r\n--b'], { type: 'text/plain' }), 'naïve "quoted" 文.txt')
    const request = new Request('http://x', { method: 'POST', body: form })
    const parts = parseMultipart(await request.arrayBuffer(), request.headers.get('content-type')!)
    expect(parts?.map(({ bytes, ...part }) => ({ ...part, text: new TextDecoder().decode(bytes) }))).toEqual([
      { name: 'title', fileName: null, type: null, text: 'Größe' },
      { name: 'file', fileName: 'naïve "quoted" 文.txt', type: 'text/plain', text: 'a\r\n--b' },
    ])
  })

  test.each([
    ['filename="a.txt"', 'a.txt'],
    ['filename=a.txt', 'a.txt'],
    ['filename=""', ''],
    [String.raw`filename="a \"b\".txt"`, 'a "b".txt'],
    ['filename="a %22b%22 100%.txt"', 'a "b" 100%.txt'],
    [String.raw`filename="C:\\docs\\a.txt"`, 'a.txt'],
    [String.raw`filename="C:\docs\a.txt"`, 'a.txt'],
    ['filename="../../etc/passwd"', 'passwd'],
    [`filename="na_ve.txt"; filename*=UTF-8''na%C3%AFve%20%E6%96%87.txt`, 'naïve 文.txt'],
    [`filename*=utf-8''a.txt; filename=b.txt`, 'a.txt'],
    [`filename*=ISO-8859-1'en'na%EFve.txt`, 'naïve.txt'],
    [`filename="a.txt"; filename*=UTF-8''%FF`, 'a.txt'],
  ])('names its file %s', (disposition, expected) => {
    expect(parse(file(disposition))).toMatchObject([{ name: 'file', fileName: expected, bytes: 'hello' }])
  })

  test('may have an empty file, a part without a name, a preamble and plain line ends', () => {
    expect(parse(file('filename="a.txt"', ''))).toMatchObject([{ bytes: '' }])
    expect(parse('--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\n--xyz--')).toMatchObject([{ bytes: '' }])
    expect(parse('--xyz\r\n\r\nnobody\r\n--xyz--')).toEqual([])
    const plain =
      'before\n--xyz\ncontent-disposition: form-data; name=a\n\n1\n--xyz\ncontent-disposition: form-data; name=b\n\n2\n--xyz--'
    expect(parse(plain, 'Multipart/Form-Data; charset=utf-8; Boundary="xyz"')).toMatchObject([
      { name: 'a', bytes: '1' },
      { name: 'b', bytes: '2' },
    ])
  })

  test.each([
    ['', type],
    ['no boundary in it', type],
    ['--xyz', type],
    ['--xyz\r\n', type],
    ['--xyz\r\nContent-Disposition: form-data; name="a"', type],
    ['--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\nno end', type],
    ['--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\nanother follows\r\n--xyz', type],
    [`--xyz\r\nX: ${'x'.repeat(20_000)}\r\n\r\n1\r\n--xyz--`, type],
    [`${'--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(300)}--xyz--`, type],
    [file('filename=a'), 'multipart/form-data'],
    [file('filename=a'), 'multipart/form-data; boundary='],
    [file('filename=a'), 'multipart/mixed; boundary=xyz'],
    [file('filename=a'), 'application/json'],
    [file('filename=a'), ''],
  ])('is none: %j of type %j', (text, contentType) => {
    expect(parse(text, contentType)).toBeNull()
  })
})
