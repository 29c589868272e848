import { Archive } from '../../../site/Archive'

export const dynamic = 'force-static'
export const revalidate = 600

const Posts = () => (
  <main>
    <h1>Posts</h1>
    <Archive />
  </main>
)

export default Posts
