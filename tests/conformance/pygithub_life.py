"""The life of a release through PyGithub; argument: the server's URL, owner and repository."""

import sys

from github import Github, GithubException, InputGitTreeElement, UnknownObjectException

url, owner, name = sys.argv[1:]
github = Github("token", base_url=url, per_page=3, retry=0)
repository = github.get_repo(f"{owner}/{name}")


def refused(status, text, call):
    try:
        call()
    except GithubException as error:
        assert error.status == status, error
        assert text in str(error.data), error.data
        return error
    raise AssertionError(f"not refused: {status} {text}")


def branch_with_file(branch, path, content):
    main = repository.get_branch("main")
    base = repository.get_git_commit(main.commit.sha)
    blob = repository.create_git_blob(content, "utf-8")
    element = InputGitTreeElement(path, "100644", "blob", sha=blob.sha)
    tree = repository.create_git_tree([element], base.tree)
    commit = repository.create_git_commit(f"feat: {path}", tree, [base])
    repository.create_git_ref(f"refs/heads/{branch}", commit.sha)
    return commit


def life():
    commit = branch_with_file("release/v1.0.0", "CHANGELOG.md", "# 1.0.0\n")
    pull = repository.create_pull("chore: release 1.0.0", "words", "main", "release/v1.0.0")
    assert pull.head.sha == commit.sha
    assert pull.mergeable is True and pull.mergeable_state == "clean"
    assert pull.changed_files == 1 and [one.filename for one in pull.get_files()] == ["CHANGELOG.md"]
    assert [one.sha for one in pull.get_commits()] == [commit.sha]
    head = f"{owner}:release/v1.0.0"
    assert [one.number for one in repository.get_pulls(state="open", head=head)] == [pull.number]
    pull.edit(title="chore: release v1.0.0", body="more words")
    pull.add_to_labels("autorelease: pending")
    assert [label.name for label in pull.get_labels()] == ["autorelease: pending"]
    comment = pull.create_issue_comment("soon")
    assert comment.user.login == pull.user.login
    pull.remove_from_labels("autorelease: pending")
    refused(422, "A pull request already exists",
            lambda: repository.create_pull("again", "", "main", "release/v1.0.0"))
    merged = pull.merge(merge_method="squash", sha=commit.sha)
    assert merged.merged
    pull.update()
    assert pull.merged and pull.state == "closed" and pull.merge_commit_sha == merged.sha
    release = repository.create_git_release("v1.0.0", "1.0.0", "notes", target_commitish=merged.sha)
    assert repository.get_latest_release().id == release.id
    assert repository.get_release("v1.0.0").title == "1.0.0"
    assert [tag.name for tag in repository.get_tags()] == ["v1.0.0"]
    assert repository.get_git_ref("tags/v1.0.0").object.sha == merged.sha
    repository.get_git_ref("heads/release/v1.0.0").delete()
    assert repository.compare("v1.0.0", "main").status == "identical"


def conflict():
    branch_with_file("one", "VERSION", "1\n")
    branch_with_file("two", "VERSION", "2\n")
    one = repository.create_pull("one", "", "main", "one")
    two = repository.create_pull("two", "", "main", "two")
    one.merge()
    two.update()
    assert two.mergeable is False and two.mergeable_state == "dirty"
    refused(405, "Pull Request is not mergeable", two.merge)
    three = repository.create_git_ref("refs/heads/three", repository.get_branch("main").commit.sha)
    refused(422, "Update is not a fast forward",
            lambda: three.edit(repository.get_branch("two").commit.sha))
    two.edit(state="closed")
    assert two.state == "closed"


def contents():
    made = repository.create_file("docs/a.txt", "add", "a\n")
    file = repository.get_contents("docs/a.txt")
    assert file.sha == made["content"].sha and file.decoded_content == b"a\n"
    repository.update_file("docs/a.txt", "change", "b\n", file.sha)
    refused(409, "does not match", lambda: repository.update_file("docs/a.txt", "m", "c\n", file.sha))
    assert [one.path for one in repository.get_contents("docs")] == ["docs/a.txt"]


def pages():
    main = repository.get_branch("main").commit.sha
    for number in range(5):
        repository.create_git_ref(f"refs/heads/page-{number}", main)
    names = [branch.name for branch in repository.get_branches()]
    assert len(names) == repository.get_branches().totalCount and "page-4" in names
    assert {ref.ref for ref in repository.get_git_refs()} >= {"refs/heads/main", "refs/tags/v1.0.0"}


life()
conflict()
contents()
pages()
try:
    repository.get_pull(99)
except UnknownObjectException as error:
    assert error.data["message"] == "Not Found"
else:
    raise AssertionError("there is no pull request 99")
assert github.get_rate_limit().core.remaining < 5000
print("done")
