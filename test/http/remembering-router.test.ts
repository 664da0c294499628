import { expect, it } from 'vitest'
import { RememberingRouter } from '../../src/http/remembering-router.ts'

function routerWith(...paths: string[]): RememberingRouter<string> {
  const router = new RememberingRouter<string>()
  for (const path of paths) router.add('GET', path, path)
  return router
}

const found = (router: RememberingRouter<string>, path: string) => router.match('GET', path)[0]

it('gives each path its own ids, however often its like came before', () => {
  const router = routerWith('/:module/:id/:list/:related')

  for (const [id, related] of [
    ['123456', '900000000000000001'],
    ['900000000000000002', '654321'],
    ['900000000000000001', '900000000000000001'],
  ]) {
    expect(found(router, `/Leads/${id}/Notes/${related}`)).toEqual([
      ['/:module/:id/:list/:related', { module: 'Leads', id, list: 'Notes', related }],
    ])
  }
})

it('tells routes apart as without ids', () => {
  const router = routerWith('/Leads/:id', '/:module/:id', '/:module/:id/photo')

  expect(found(router, '/Leads/123456').map(([route]) => route)).toEqual(['/Leads/:id', '/:module/:id'])
  expect(found(router, '/Deals/123456').map(([route]) => route)).toEqual(['/:module/:id'])
  expect(found(router, '/Deals/123456/photo').map(([route]) => route)).toEqual(['/:module/:id/photo'])
  expect(found(router, '/Deals/123456/audio')).toEqual([])
})

it('keeps what only looks like an id', () => {
  const router = routerWith('/:a/:b/:c/:d/:e')
  const many = ['1111111', '2222222', '3333333', '4444444', '5555555']
  const hex = 'a'.repeat(32)

  expect(found(router, `/${many.join('/')}`)[0]![1]).toEqual({
    a: many[0],
    b: many[1],
    c: many[2],
    d: many[3],
    e: many[4],
  })
  expect(found(router, `/x${many[0]}/${hex}/12345/${many[1]}x/y`)[0]![1]).toEqual({
    ...{ a: `x${many[0]}`, b: hex, c: '12345', d: `${many[1]}x`, e: 'y' },
  })
})

it('takes routes that come after it was asked', () => {
  const router = routerWith('/:module')
  expect(found(router, '/Leads/123456')).toEqual([])

  router.add('GET', '/:module/:id', 'later')

  expect(found(router, '/Leads/123456').map(([route]) => route)).toEqual(['later'])
})
