/* The ledger protocol (core/ledger_protocol.h) for SPIN: one atomic step is one call of GitHub's
 * API, as in `regent explore`. It is that explorer's peer, and a second opinion: it shares no code
 * with the product, and its time is freer (below).
 *
 * Bounds, by -D:
 *   WORKERS  MERGES   as in `regent explore`: the first merge has happened, each further worker is
 *                     told to look by a timer; merges are fix, feat, fix, feat!, ... so the second
 *                     and third ask for one version
 *   CRASHES           a worker dies beside a write: before, after, or while it is under way
 *   LOST              a write's answer is lost: with effect, without, or with a late one
 *   STALE             a read shows one part of GitHub as it was one change ago
 *   CLOSES            a person closes the release PR
 *   EARLY             a claim is taken over although its holder lives; of a dead one it always may
 * Mutations, each of which SPIN must find to be wrong:
 *   BUG_NO_OLD_OID    the swing names no `beforeOid`
 *   BUG_KNOWN         a remembered PR number outlives a newer claim of the same branch
 *   BUG_LATE_SWING    a run whose swing had no answer looks again while it may be under way
 *   BUG_REST          rest itself is called an error: proves that it is reached
 *
 * Time is abstract. A dead holder's lease may end at any moment, a living one's as often as EARLY
 * says: its process may be paused for longer than any lease. Where the protocol waits for reads to
 * settle, no request is under way any more afterwards, and what reads showed before is forgotten.
 * Left out: the release of a merged PR, people's words in bodies, rate limits, a rewritten base;
 * object writes, which are content-addressed and seen by nobody.
 */
#ifndef WORKERS
#define WORKERS 2
#endif
#ifndef MERGES
#define MERGES 1
#endif
#ifndef CRASHES
#define CRASHES 0
#endif
#ifndef LOST
#define LOST 0
#endif
#ifndef STALE
#define STALE 0
#endif
#ifndef CLOSES
#define CLOSES 0
#endif
#ifndef EARLY
#define EARLY 0
#endif

/* A content is the number of merges in it; so is a branch's commit, and a PR's title and body. */
#define VERSION(content) ((content) / 2 + 1)
#define VERSIONS VERSION(MERGES)

/* Each take-over within a version costs a name and a PR; so many can be needed at most. */
#define TAKE_OVERS (CRASHES + LOST + STALE + EARLY)
#define NAMES (TAKE_OVERS + 1)
#define HEADS (VERSIONS * NAMES)
#define VERSION_OF_HEAD(head) (((head) - 1) / NAMES + 1)
#define PULLS (VERSIONS + TAKE_OVERS + CLOSES)
#define PREDECESSORS (VERSIONS + TAKE_OVERS)

#if MERGES > WORKERS
#define TRIGGERS MERGES
#else
#define TRIGGERS WORKERS
#endif
/* The merges' and timers', those of the person's acts, and a last look after these: a reader who
 * was shown the past of a PR cannot know that. */
#if CLOSES
#define MESSAGES (TRIGGERS + CLOSES + 1)
#else
#define MESSAGES TRIGGERS
#endif

#if PULLS > 8 || MESSAGES > 6 || WORKERS > 4
#error "the budgets are larger than what is written out below: IS_DANGLING, TAKE, LIVES"
#endif

/* The ledger's record. Ids count from 1; 0 is none. An epoch stands for the ledger commit's id. */
typedef Record {
  byte epoch;
  byte content;
  byte head;
  byte pull;
  byte holder;
  byte after;  /* PRs of the head up to this number belong to older claims */
  byte since;  /* the PRs that there were when the head was made: stands for creation times */
  byte count;  /* of predecessors */
  byte p_head[PREDECESSORS];
  byte p_pull[PREDECESSORS];
  byte p_after[PREDECESSORS]
};

typedef Pull {
  byte head;
  byte state;
  byte text
#if STALE
  ;
  byte old_state;
  byte old_text
#endif
};
#define ABSENT 0
#define OPEN 1
#define CLOSED 2

/* GitHub. Everything has index 0 unused. */
Record ledger;
byte base = 1;
byte branch[HEADS + 1];
Pull pull[PULLS + 1];
byte pulls;
#if STALE
Record old_ledger;
byte old_branch[HEADS + 1];
byte stale = STALE;
#endif

/* A swing whose client is gone or no longer listens, and that will still arrive. */
#if CRASHES + LOST
Record late;
byte late_requests;
#endif

/* The queue. */
/* 0: not sent yet */
#define QUEUED 1
#define LEASED 2
#define DONE 3
byte message[MESSAGES + 1];
byte deliveries[MESSAGES + 1];
byte runs[WORKERS]; /* of each worker: the name of its run in claims */
#define RUN(m) (((m) - 1) * (CRASHES + 1) + deliveries[m] + 1)

/* What was sent, or is about to be: the head of each worker's POST /pulls. */
byte posting[WORKERS];

byte crashes = CRASHES;
byte lost = LOST;
byte closes = CLOSES;
byte early = EARLY;
bit is_looked_after; /* the last look, if there is to be one, has been ordered */
bit is_at_rest;

/* Scratch of one `d_step`. */
hidden byte i;
hidden byte k;
hidden byte removed;
hidden Record next;

/* Scratch of one atomic step, 0 between two. Not hidden: SPIN does not restore hidden variables
 * when it goes back to a choice within the step. */
byte number;
byte twin;
byte closed;
byte found;
byte shown_stale;
bit erase;

inline tidy() {
  d_step {
    number = 0;
    twin = 0;
    closed = 0;
    found = 0;
    shown_stale = 0;
    erase = 0
  }
}

inline copy(to, from) {
  to.epoch = from.epoch;
  to.content = from.content;
  to.head = from.head;
  to.pull = from.pull;
  to.holder = from.holder;
  to.after = from.after;
  to.since = from.since;
  to.count = from.count;
  i = 0;
  do
  :: i < PREDECESSORS ->
    to.p_head[i] = from.p_head[i];
    to.p_pull[i] = from.p_pull[i];
    to.p_after[i] = from.p_after[i];
    i++
  :: else -> break
  od;
  i = 0
}

inline clear(record) {
  record.epoch = 0;
  record.content = 0;
  record.head = 0;
  record.pull = 0;
  record.holder = 0;
  record.after = 0;
  record.since = 0;
  record.count = 0;
  i = 0;
  do
  :: i < PREDECESSORS ->
    record.p_head[i] = 0;
    record.p_pull[i] = 0;
    record.p_after[i] = 0;
    i++
  :: else -> break
  od;
  i = 0
}

/* ---- What GitHub does ------------------------------------------------------------------------ */

/* After every change: one-open-pr and one-pr-per-version. */
inline check() {
  i = 1;
  do
  :: i <= pulls ->
    if
    :: pull[i].state == OPEN ->
      k = i + 1;
      do
      :: k <= pulls ->
        if
        :: pull[k].state == OPEN ->
          assert(VERSION(pull[i].text) != VERSION(pull[k].text)); /* one-pr-per-version */
          assert(!branch[pull[i].head] || !branch[pull[k].head])  /* one-open-pr */
        :: else
        fi;
        k++
      :: else -> break
      od
    :: else
    fi;
    i++
  :: else -> break
  od;
  i = 0;
  k = 0
}

#if STALE
#define REMEMBER_PULL(n) \
  if :: stale -> pull[n].old_state = pull[n].state; pull[n].old_text = pull[n].text :: else fi
#define REMEMBER_BRANCH(h) if :: stale -> old_branch[h] = branch[h] :: else fi
#else
#define REMEMBER_PULL(n) skip
#define REMEMBER_BRANCH(h) skip
#endif

/* From now on every read is current, until something changes again. */
inline forget() {
#if STALE
  d_step {
    if
    :: stale -> copy(old_ledger, ledger)
    :: else -> clear(old_ledger)
    fi;
    i = 1;
    do
    :: i <= HEADS -> old_branch[i] = (stale -> branch[i] : 0); i++
    :: else -> break
    od;
    i = 1;
    do
    :: i <= pulls ->
      pull[i].old_state = (stale -> pull[i].state : 0);
      pull[i].old_text = (stale -> pull[i].text : 0);
      i++
    :: else -> break
    od;
    i = 0
  }
#else
  skip
#endif
}

/* `updateRefs` with the ledger's, the release branch's and the superseded branch's rows. */
inline update_refs(record) {
#if STALE
  if
  :: stale -> copy(old_ledger, ledger)
  :: else
  fi;
#endif
  if
  :: removed != 0 && removed != record.head -> REMEMBER_BRANCH(removed); branch[removed] = 0
  :: else
  fi;
  if
  :: branch[record.head] != record.content ->
    REMEMBER_BRANCH(record.head);
    branch[record.head] = record.content
  :: else
  fi;
  copy(ledger, record);
  removed = 0;
  check()
}

inline close(which) {
  REMEMBER_PULL(which);
  pull[which].state = CLOSED
}

/* `found` is the number of the PR, 0 when it is refused. */
inline create_pull(of_branch, to_content) {
  found = (branch[of_branch] != 0 -> 1 : 0);
  i = 1;
  do
  :: i <= pulls ->
    if
    :: pull[i].head == of_branch && pull[i].state == OPEN -> found = 0
    :: else
    fi;
    i++
  :: else -> break
  od;
  i = 0;
  if
  :: found ->
    assert(pulls < PULLS);
    pulls++;
    pull[pulls].head = of_branch;
    pull[pulls].state = OPEN;
    pull[pulls].text = to_content;
    found = pulls;
    check()
  :: else
  fi
}

inline update_pull(which, to_content) {
  REMEMBER_PULL(which);
  pull[which].text = to_content;
  check()
}

/* Rest: nobody has anything left to do, and GitHub has done what it put off. Where somebody has,
 * and cannot, SPIN finds an invalid end state: workers end only at rest. */
inline check_rest() {
#ifdef BUG_REST
  assert(false);
#endif
  i = 1;
  number = 0;
  do
  :: i <= pulls ->
    if
    :: pull[i].state == OPEN ->
      assert(number == 0); /* exactly one open PR */
      number = i
    :: else
    fi;
    i++
  :: else -> break
  od;
  assert(number != 0);
  assert(pull[number].text == base);      /* for the latest version, projected with it */
  assert(ledger.content == base);
  assert(pull[number].head == ledger.head);
  assert(ledger.pull == 0 || ledger.pull == number);
  assert(number > ledger.after);          /* the last claim is settled */
  i = 1;
  do
  :: i <= HEADS ->
    assert(branch[i] == (i == ledger.head -> base : 0)); /* no left-over branch */
    i++
  :: else -> break
  od;
  i = 0;
  number = 0
}

/* ---- Runs ------------------------------------------------------------------------------------ */

mtype = { idle, observing, viewing, listing, reading_predecessor, swinging, posting_pull,
          editing, closing, verifying, settling, landing_post, landing_edit, landing_close };
mtype = { propose, claim_again, take_over };

#define NONE_LATE (!(CRASHES + LOST) || LATE_COUNT == 0)
#if CRASHES + LOST
#define LATE_COUNT late_requests
#else
#define LATE_COUNT 0
#endif

#define IS_VIEWED (view != 0 && pull[view].head == r.head)
#define KNOWS (known != 0 && pull[known].head == r.head)
#define IS_OF_CLAIM(n) ((n) > r.after && (n) > r.since)
#define IS_BELIEVED (suspicion == r.epoch + 1)

#if WORKERS == 1
#define LIVES(h) (runs[0] == h)
#elif WORKERS == 2
#define LIVES(h) (runs[0] == h || runs[1] == h)
#elif WORKERS == 3
#define LIVES(h) (runs[0] == h || runs[1] == h || runs[2] == h)
#else
#define LIVES(h) (runs[0] == h || runs[1] == h || runs[2] == h || runs[3] == h)
#endif

/* The round's observation is forgotten. */
inline end_round() {
  d_step {
    clear(r);
    seen = 0;
    agrees = 0;
    silent = 0;
    fresh = 0;
    view = 0;
    view_state = 0;
    view_text = 0;
    view_epoch = 0;
    predecessor = 0;
    settled = 0;
    target = 0;
    act = 0;
    posting[_pid] = 0
  }
}

inline again() {
  end_round();
  pc = observing
}

/* A name for a release branch that no branch has, and no claim that is still open ever had. */
inline choose_name() {
  fresh = 0;
  k = (VERSION(seen) - 1) * NAMES + 1;
  do
  :: fresh == 0 && k <= VERSION(seen) * NAMES ->
    found = (branch[k] == 0 && k != r.head -> 1 : 0);
    i = 0;
    do
    :: i < r.count -> found = (r.p_head[i] == k -> 0 : found); i++
    :: else -> break
    od;
    fresh = (found -> k : 0);
    k++
  :: else -> break
  od;
  i = 0;
  k = 0;
  found = 0
}

/* Looks once more; believed when the same ledger contradicts it still, after reads have settled. */
inline suspect() {
  suspicion = r.epoch + 1;
  forget();
  again()
}

inline end_run() {
  end_round();
  d_step {
    known = 0;
    posted = 0;
    unanswered = 0;
    suspicion = 0;
    runs[_pid] = 0;
    m = 0
  };
  pc = idle
}

/* The worker dies; its message is delivered again. */
inline die() {
  crashes--;
  message[m] = QUEUED;
  deliveries[m]++;
  end_run()
}

/* ObservePull: the PR and the ledger. `view` stays 0 when the PR is not visible. */
inline observe_pull(which) {
  view = which;
  view_state = pull[which].state;
  view_text = pull[which].text;
  view_epoch = ledger.epoch;
  shown_stale = 0;
#if STALE
  if
  :: stale && (pull[which].old_state != pull[which].state ||
               pull[which].old_text != pull[which].text) ->
    stale--;
    shown_stale = 1;
    view_state = pull[which].old_state;
    view_text = pull[which].old_text;
    if
    :: view_state == ABSENT -> view = 0
    :: else
    fi
  :: stale && old_ledger.epoch != ledger.epoch ->
    stale--;
    shown_stale = 1;
    view_epoch = old_ledger.epoch
  :: true
  fi;
  if
  :: shown_stale && !stale -> forget()
  :: else
  fi
#endif
}

#if STALE
#define STATE(n) (shown_stale -> pull[n].old_state : pull[n].state)
#else
#define STATE(n) pull[n].state
#endif

/* ListPulls of one head, all states: the oldest open one, the next older open one, and the newest
 * closed one after `above` and `made`. */
inline list_pulls(of_branch, above, made) {
  shown_stale = 0;
#if STALE
  if
  :: stale -> stale--; shown_stale = 1
  :: true
  fi;
#endif
  d_step {
    number = 0;
    twin = 0;
    closed = 0;
    i = pulls;
    do
    :: i > 0 ->
      if
      :: pull[i].head == of_branch && STATE(i) == OPEN -> twin = number; number = i
      :: pull[i].head == of_branch && STATE(i) == CLOSED && i > above && i > made &&
         closed == 0 ->
        closed = i
      :: else
      fi;
      i--
    :: else -> break
    od
  };
#if STALE
  if
  :: shown_stale && !stale -> forget()
  :: else
  fi
#endif
}

/* After the proposal's PR: its predecessors in order, then what is to be done. */
inline go_on() {
  if
  :: predecessor < r.count -> pc = reading_predecessor
  :: else -> decide()
  fi
}

inline swing(what) {
  act = what;
  pc = swinging
}

inline decide() {
  if
  :: r.content != 0 && !agrees -> suspect()
  :: r.content != seen && (r.content == 0 || agrees) ->
    if
    :: IS_VIEWED && view_state == CLOSED && VERSION(r.content) == VERSION(seen) -> known = 0
    :: else
    fi;
    swing(propose)
  :: else -> ensure_pull()
  fi
}

inline ensure_pull() {
  if
  :: IS_VIEWED && view_state == OPEN -> project()
  :: IS_VIEWED && view_state == CLOSED && (r.pull != 0 || KNOWS || IS_OF_CLAIM(view)) ->
    known = 0;
    swing(claim_again)
  :: else ->
    if
    :: r.pull != 0 || KNOWS -> again()
    :: else -> await_claim()
    fi
  fi
}

inline await_claim() {
  if
  :: r.holder == runs[_pid] && posted != r.head -> open_pull()
  :: r.holder == runs[_pid] && posted == r.head && unanswered -> swing(take_over)
  :: r.holder == runs[_pid] && posted == r.head && !unanswered -> again()
  :: r.holder != runs[_pid] && silent -> swing(take_over)
  :: r.holder != runs[_pid] && !silent && early > 0 -> early--; swing(take_over)
  :: r.holder != runs[_pid] -> again()
  fi
}

/* Not before older branches of the version are known to have no PR. */
inline open_pull() {
  d_step {
    found = 1;
    i = 0;
    do
    :: i < r.count ->
      if
      :: VERSION_OF_HEAD(r.p_head[i]) == VERSION_OF_HEAD(r.head) && !(settled >> i & 1) ->
        found = 0
      :: else
      fi;
      i++
    :: else -> break
    od;
    i = 0
  };
  if
  :: found ->
    posted = r.head;
    d_step {
      i = 0;
      do
      :: i < WORKERS ->
        assert(posting[i] != r.head); /* for one head one POST is under way */
        i++
      :: else -> break
      od;
      i = 0
    };
    posting[_pid] = r.head;
    pc = posting_pull
  :: else -> again()
  fi
}

inline project() {
  if
  :: view_text == r.content && view_epoch == r.epoch ->
    message[m] = DONE;
    end_run()
  :: view_text == r.content && view_epoch != r.epoch -> again()
  :: view_text != r.content -> target = view; pc = editing
  fi
}

/* The record after `r`, into `next`; the head that it removes, into `removed`. */
inline build() {
  copy(next, r);
  next.epoch++;
  removed = 0;
  if
  :: r.content != 0 && r.pull == 0 && KNOWS -> next.pull = known
  :: else
  fi;
  if
  :: erase ->
    next.count = 0;
    i = 0;
    do
    :: i < PREDECESSORS ->
      if
      :: i < r.count && !(settled >> i & 1) ->
        next.p_head[next.count] = r.p_head[i];
        next.p_pull[next.count] = r.p_pull[i];
        next.p_after[next.count] = r.p_after[i];
        next.count++
      :: else
      fi;
      i++
    :: else -> break
    od;
    i = next.count;
    do
    :: i < PREDECESSORS ->
      next.p_head[i] = 0;
      next.p_pull[i] = 0;
      next.p_after[i] = 0;
      i++
    :: else -> break
    od
  :: else
  fi;
  if
  :: act == propose -> next.content = seen
  :: else
  fi;
  if
  :: act == take_over || r.content == 0 || VERSION(r.content) != VERSION(next.content) ->
    if
    :: r.content != 0 ->
      removed = r.head;
      next.p_head[next.count] = r.head;
      next.p_pull[next.count] = next.pull;
      next.p_after[next.count] = r.after;
      next.count++
    :: else
    fi;
    assert(fresh != 0 && VERSION_OF_HEAD(fresh) == VERSION(next.content));
    next.head = fresh;
    next.pull = 0;
    next.after = 0;
    next.since = pulls;
    next.holder = runs[_pid]
  :: act == claim_again ||
     (act == propose && r.content != 0 && VERSION(r.content) == VERSION(next.content) &&
      IS_VIEWED && view_state == CLOSED) ->
    next.pull = 0;
    next.after = view;
    next.holder = runs[_pid]
  :: else
  fi;
  i = 0
}

/* A branch that is absent cannot be removed, whatever the swing names as old. */
#ifdef BUG_NO_OLD_OID
#define MAY_SWING (removed == 0 || branch[removed] != 0)
#else
#define MAY_SWING (ledger.epoch == r.epoch)
#endif

/* A swing without an answer may be a take-over that nobody needs any more when it arrives: who has
 * sent it must not find all well before. */
inline outlast() {
#ifdef BUG_LATE_SWING
  again()
#else
  end_round();
  pc = settling
#endif
}

/* `found` is 0 when the swing is refused. */
inline try_swing() {
  d_step {
    build();
    found = (MAY_SWING -> 1 : 0);
    if
    :: found -> update_refs(next)
    :: else
    fi;
    clear(next);
    removed = 0
  }
}

/* The swing stays under way when nobody listens any more. */
#if CRASHES + LOST
inline leave_swing() {
  d_step {
    build();
    copy(late, next);
    late_requests++;
    clear(next);
    removed = 0
  }
}
#endif

inline choose_erase() {
  if
  :: settled -> erase = 1
  :: erase = 0
  fi
}

active [WORKERS] proctype worker() {
  mtype pc = idle;
  byte m;           /* the message in hand */
  Record r;         /* the ledger as this round saw it */
  byte seen;        /* the base as this round saw it */
  byte fresh;       /* the name for a new release branch */
  bit silent;       /* the claim's holder was gone when this round began */
  bit agrees;       /* the release branch is where `r` says */
  byte view;        /* the proposal's PR as it was read */
  byte view_state;
  byte view_text;
  byte view_epoch;  /* the ledger that came with it */
  byte predecessor; /* the one to be read next */
  byte settled;     /* predecessors whose PR can no longer matter, as bits */
  byte target;      /* the PR of the call under way */
  mtype act;        /* why it swings */
  byte known;       /* a PR number from this run's own create or list */
  byte posted;      /* the head that this run has posted for */
  bit unanswered;   /* ... without an answer */
  byte suspicion;   /* the epoch that looked impossible, plus 1 */
  byte late_number;
  byte late_text;

  do
  :: is_at_rest -> break
  /* Idle workers are interchangeable: the first takes. A message that was delivered before waits
   * until what its last run left under way is over. */
#define IDLE_BEFORE(w) (w < _pid && runs[w] == 0)
#if WORKERS == 1
#define IS_FIRST_IDLE true
#elif WORKERS == 2
#define IS_FIRST_IDLE (!IDLE_BEFORE(0))
#elif WORKERS == 3
#define IS_FIRST_IDLE (!IDLE_BEFORE(0) && !IDLE_BEFORE(1))
#else
#define IS_FIRST_IDLE (!IDLE_BEFORE(0) && !IDLE_BEFORE(1) && !IDLE_BEFORE(2))
#endif
#define TAKE(n)                                                                         \
  :: atomic {                                                                           \
    pc == idle && IS_FIRST_IDLE && message[n] == QUEUED && (deliveries[n] == 0 || NONE_LATE) -> \
    message[n] = LEASED;                                                                \
    m = n;                                                                              \
    runs[_pid] = RUN(n);                                                                 \
    if                                                                                  \
    :: deliveries[n] > 0 -> forget()                                                    \
    :: else                                                                             \
    fi;                                                                                 \
    pc = observing                                                                      \
  }
  TAKE(1)
#if MESSAGES >= 2
  TAKE(2)
#endif
#if MESSAGES >= 3
  TAKE(3)
#endif
#if MESSAGES >= 4
  TAKE(4)
#endif
#if MESSAGES >= 5
  TAKE(5)
#endif
#if MESSAGES >= 6
  TAKE(6)
#endif

  /* Observe: ledger, base and branches in one composite read, each of which may be behind. */
  :: atomic {
    pc == observing ->
    d_step {
      copy(r, ledger);
      seen = base;
      agrees = (r.content != 0 && branch[r.head] == r.content -> 1 : 0);
      shown_stale = 0
    };
#if STALE
    if
    :: stale && old_ledger.epoch != ledger.epoch ->
      d_step {
        stale--;
        shown_stale = 1;
        copy(r, old_ledger);
        agrees = (r.content != 0 && branch[r.head] == r.content -> 1 : 0)
      }
    :: stale && old_ledger.epoch != ledger.epoch && agrees ->
      d_step {
        stale--;
        shown_stale = 1;
        agrees = (old_branch[r.head] == r.content -> 1 : 0)
      }
    :: stale && old_ledger.epoch != ledger.epoch ->
      d_step {
        stale--;
        shown_stale = 1;
        copy(r, old_ledger);
        seen = (base > 1 -> base - 1 : base);
        agrees = (r.content != 0 && old_branch[r.head] == r.content -> 1 : 0)
      }
    :: stale && base > 1 -> stale--; shown_stale = 1; seen = base - 1
    :: true
    fi;
    if
    :: shown_stale && !stale -> forget()
    :: else
    fi;
#endif
    if
    :: seen < r.content || (m <= MERGES && seen < m) -> suspect() /* older than what is known */
    :: else ->
      d_step {
        choose_name();
        silent = (LIVES(r.holder) -> 0 : 1)
      };
#ifndef BUG_KNOWN
      if
      :: KNOWS && known <= r.after -> known = 0
      :: else
      fi;
#endif
      if
      :: r.content == 0 -> decide()
      :: r.content != 0 && r.pull != 0 -> target = r.pull; pc = viewing
      :: r.content != 0 && r.pull == 0 && KNOWS -> target = known; pc = viewing
      :: r.content != 0 && r.pull == 0 && !KNOWS -> pc = listing
      fi
    fi;
    tidy()
  }

  :: atomic {
    pc == viewing ->
    observe_pull(target);
    target = 0;
    if
    :: view == 0 -> suspect()
    :: view != 0 && r.pull == 0 && view_state == CLOSED && !IS_OF_CLAIM(view) ->
      /* The list showed it as open: the claim's own PR may be there and not be listed yet. */
      if
      :: IS_BELIEVED -> go_on()
      :: known = 0; suspect()
      fi
    :: else -> go_on()
    fi;
    tidy()
  }

  :: atomic {
    pc == listing ->
    list_pulls(r.head, r.after, r.since);
    if
    :: twin != 0 -> target = twin; pc = closing
    :: twin == 0 && number != 0 -> known = number; target = number; pc = viewing
    :: twin == 0 && number == 0 ->
      if
      :: closed != 0 -> view = closed; view_state = CLOSED
      :: else
      fi;
      go_on()
    fi;
    tidy()
  }

  /* A superseded PR. Of another version GitHub closes it in its own time; two open PRs of one
   * version must never be. */
  :: atomic {
    pc == reading_predecessor ->
    if
    :: r.p_pull[predecessor] != 0 ->
      number = r.p_pull[predecessor];
      shown_stale = 0;
      found = pull[number].state;
#if STALE
      if
      :: stale && pull[number].old_state != pull[number].state ->
        stale--;
        shown_stale = 1;
        found = pull[number].old_state
      :: true
      fi;
      if
      :: shown_stale && !stale -> forget()
      :: else
      fi;
#endif
      if
      :: found == OPEN
      :: found == CLOSED -> number = 0
      :: found == ABSENT -> number = 0; shown_stale = 2
      fi
    :: else -> list_pulls(r.p_head[predecessor], 0, 0)
    fi;
    if
    :: shown_stale == 2 -> suspect()
    :: shown_stale != 2 && number != 0 && number > r.p_after[predecessor] &&
       VERSION_OF_HEAD(r.p_head[predecessor]) == VERSION_OF_HEAD(r.head) ->
      target = number;
      pc = closing
    :: else ->
      if
      :: number == 0 && !shown_stale && NONE_LATE -> settled = settled | (1 << predecessor)
      :: else
      fi;
      predecessor++;
      go_on()
    fi;
    tidy()
  }

  :: atomic {
    pc == swinging ->
    choose_erase();
    if
    :: try_swing();
      if
      :: found ->
        d_step {
          copy(r, ledger);
          agrees = 1;
          settled = 0;
          act = 0
        };
        ensure_pull()
      :: else -> again()
      fi
#if CRASHES
    :: crashes > 0 -> die()
    :: crashes > 0 -> try_swing(); die()
    :: crashes > 0 && late.epoch == 0 -> leave_swing(); die()
#endif
#if LOST
    :: lost > 0 -> lost--; outlast()
    :: lost > 0 -> lost--; try_swing(); outlast()
    :: lost > 0 && late.epoch == 0 -> lost--; leave_swing(); outlast()
#endif
    fi;
    tidy()
  }

  :: atomic {
    pc == posting_pull ->
    if
    :: d_step { create_pull(r.head, r.content) };
      posting[_pid] = 0;
      if
      :: found -> known = found; target = found; pc = verifying
      :: else -> posted = 0; again()
      fi
#if CRASHES
    :: crashes > 0 -> die()
    :: crashes > 0 -> d_step { create_pull(r.head, r.content) }; die()
    :: crashes > 0 ->
      late_requests++;
      late_number = r.head;
      late_text = r.content;
      die();
      runs[_pid] = 255;
      posting[_pid] = late_number;
      pc = landing_post
#endif
#if LOST
    :: lost > 0 -> lost--; unanswered = 1; end_round(); pc = settling
    :: lost > 0 ->
      lost--;
      unanswered = 1;
      d_step { create_pull(r.head, r.content) };
      end_round();
      pc = settling
    :: lost > 0 ->
      lost--;
      unanswered = 1;
      late_requests++;
      late_number = r.head;
      late_text = r.content;
      end_round();
      posting[_pid] = late_number;
      pc = landing_post
#endif
    fi;
    tidy()
  }

  :: atomic {
    pc == editing ->
    if
    :: d_step { update_pull(target, r.content) };
      pc = verifying
#if CRASHES
    :: crashes > 0 -> die()
    :: crashes > 0 -> d_step { update_pull(target, r.content) }; die()
    :: crashes > 0 ->
      late_requests++;
      late_number = target;
      late_text = r.content;
      die();
      runs[_pid] = 255;
      pc = landing_edit
#endif
#if LOST
    :: lost > 0 -> lost--; end_round(); pc = settling
    :: lost > 0 -> lost--; d_step { update_pull(target, r.content) }; end_round(); pc = settling
    :: lost > 0 ->
      lost--;
      late_requests++;
      late_number = target;
      late_text = r.content;
      end_round();
      pc = landing_edit
#endif
    fi
  }

  :: atomic {
    pc == closing ->
    if
    :: d_step { close(target) };
      again()
#if CRASHES
    :: crashes > 0 -> die()
    :: crashes > 0 -> d_step { close(target) }; die()
    :: crashes > 0 ->
      late_requests++;
      late_number = target;
      die();
      runs[_pid] = 255;
      pc = landing_close
#endif
#if LOST
    :: lost > 0 -> lost--; end_round(); pc = settling
    :: lost > 0 -> lost--; d_step { close(target) }; end_round(); pc = settling
    :: lost > 0 ->
      lost--;
      late_requests++;
      late_number = target;
      end_round();
      pc = landing_close
#endif
    fi
  }

  /* The PR is read once more, with the ledger: what was written may be out of date already. */
  :: atomic {
    pc == verifying ->
    observe_pull(target);
    target = 0;
    if
    :: view == 0 || view_state != OPEN || view_text != r.content || view_epoch != r.epoch -> again()
    :: else -> project()
    fi;
    tidy()
  }

#if LOST
  /* Until nothing that was sent before can be under way; after a POST, until reads show it. */
  :: atomic {
    pc == settling && NONE_LATE ->
    if
    :: unanswered -> forget()
    :: else
    fi;
    pc = observing
  }
#endif
#if CRASHES + LOST
  :: atomic {
    pc == landing_post || pc == landing_edit || pc == landing_close ->
    d_step {
      if
      :: pc == landing_post -> create_pull(late_number, late_text)
      :: pc == landing_edit -> update_pull(late_number, late_text)
      :: pc == landing_close -> close(late_number)
      fi;
      late_requests--;
      late_number = 0;
      late_text = 0;
      found = 0;
      posting[_pid] = 0;
      if
      :: runs[_pid] == 255 -> runs[_pid] = 0; pc = idle
      :: else -> pc = settling
      fi
    }
  }
#endif
  od
}

/* ---- Everybody else -------------------------------------------------------------------------- */

#define IS_OVER(n) \
  (n > MESSAGES || message[n * (n <= MESSAGES)] == DONE || \
   (n > TRIGGERS && message[n * (n <= MESSAGES)] == 0))
#define PULL(n) pull[n * (n <= PULLS)]
#define IS_DANGLING(n) (n <= pulls && PULL(n).state == OPEN && branch[PULL(n).head] == 0)
#define CLOSE_DANGLING(n) \
  :: atomic { IS_DANGLING(n) -> d_step { close(n) } }
#define IS_LIVE(n) (n <= pulls && pull[n].state == OPEN && branch[pull[n].head] != 0)
#define CLOSE_BY_PERSON(n)                                         \
  :: atomic {                                                      \
    closes > 0 && IS_LIVE(n) ->                                    \
    d_step {                                                       \
      close(n);                                                    \
      message[TRIGGERS + closes] = QUEUED;                         \
      closes--                                                     \
    }                                                              \
  }

active proctype world() {
  d_step {
    i = 1;
    do
    :: i <= MESSAGES ->
      message[i] = (i == 1 || (i > MERGES && i <= TRIGGERS) -> QUEUED : 0);
      i++
    :: else -> break
    od;
    i = 0
  }
  do
  :: atomic {
    base < MERGES ->
    base++;
    message[base] = QUEUED
  }
#if CRASHES + LOST
  :: atomic {
    late.epoch != 0 ->
    d_step {
      if
      :: late.epoch == ledger.epoch + 1 -> removed = ledger.head; update_refs(late)
      :: else
      fi;
      clear(late);
      late_requests--
    }
  }
#endif
  /* GitHub closes a PR whose head is gone, some time later. */
  CLOSE_DANGLING(1)
#if PULLS >= 2
  CLOSE_DANGLING(2)
#endif
#if PULLS >= 3
  CLOSE_DANGLING(3)
#endif
#if PULLS >= 4
  CLOSE_DANGLING(4)
#endif
#if PULLS >= 5
  CLOSE_DANGLING(5)
#endif
#if PULLS >= 6
  CLOSE_DANGLING(6)
#endif
#if PULLS >= 7
  CLOSE_DANGLING(7)
#endif
#if PULLS >= 8
  CLOSE_DANGLING(8)
#endif
#if CLOSES
  :: atomic { closes > 0 -> closes-- } /* ... or does not */
  CLOSE_BY_PERSON(1)
#if PULLS >= 2
  CLOSE_BY_PERSON(2)
#endif
#if PULLS >= 3
  CLOSE_BY_PERSON(3)
#endif
#if PULLS >= 4
  CLOSE_BY_PERSON(4)
#endif
#endif
#define ALL_IS_QUIET                                                                      \
  (base == MERGES && !closes && NONE_LATE && IS_OVER(1) && IS_OVER(2) && IS_OVER(3) &&    \
   IS_OVER(4) && IS_OVER(5) && IS_OVER(6) && !IS_DANGLING(1) && !IS_DANGLING(2) &&        \
   !IS_DANGLING(3) && !IS_DANGLING(4) && !IS_DANGLING(5) && !IS_DANGLING(6) &&            \
   !IS_DANGLING(7) && !IS_DANGLING(8))
  :: atomic {
    ALL_IS_QUIET && CLOSES && !is_looked_after ->
    is_looked_after = 1;
    message[MESSAGES] = QUEUED;
#if STALE
    stale = 0;
#endif
    forget()
  }
  :: atomic {
    ALL_IS_QUIET && (!CLOSES || is_looked_after) ->
    d_step { check_rest() };
    is_at_rest = 1;
    break
  }
  od
}
