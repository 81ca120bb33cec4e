#include "tests/events/log/contract.hpp"
#include "tests/events/log/samples.hpp"

namespace waybill::log_tests {
namespace {

void empty_log(log_world& world) {
  CHECK(world.log().tail() == 0);
  CHECK((*world.log().head("a")).version == 0);
  CHECK((*world.log().read_stream("a", 1, 10)).empty());
  CHECK((*world.log().read_all(1, 10, 10)).empty());
  CHECK(world.log().read_at(0).why().code == errc::not_found);
  CHECK(world.log().read_at(1).why().code == errc::not_found);
  check_whole(world.log());
}

void envelope_is_kept(log_world& world) {
  transaction what{{append_to("import/imp_1", 0, {"hello"})}, noon, "usr_9", 0};
  must(world.log(), what);
  what = {{append_to("import/imp_1", 1, {"again"})}, instant{-5}, "", 1};
  must(world.log(), what);
  world.step();
  const auto first = *world.log().read_at(1);
  CHECK(first.head.at == 1);
  CHECK(first.head.stream == "import/imp_1");
  CHECK(first.head.version == 1);
  CHECK(first.head.time == noon);
  CHECK(first.head.by == "usr_9");
  CHECK(first.head.cause == 0);
  CHECK(first.head.tag == "test.happened.v1");
  CHECK(first.payload == "hello");
  const auto second = *world.log().read_at(2);
  CHECK(second.head.version == 2);
  CHECK(second.head.time == instant{-5});
  CHECK(second.head.by.empty());
  CHECK(second.head.cause == 1);
  CHECK(second.head.seal != first.head.seal);
}

void positions_are_consecutive(log_world& world) {
  const transaction two{{append_to("a", 0, {"1", "2"}), append_to("b", 0, {"3"})}, noon, "system", 0};
  const auto first = must(world.log(), two);
  CHECK(first.first == 1);
  CHECK(first.last == 3);
  world.step();
  const auto second = must(world.log(), one("b", 1, {"4", "5"}));
  CHECK(second.first == 4);
  CHECK(second.last == 5);
  world.step();
  CHECK(world.log().tail() == 5);
  CHECK(payloads_of(world.log().read_all(1, 10, all_bytes)) ==
        std::vector<std::string>{"1", "2", "3", "4", "5"});
  for (position at = 1; at <= 5; ++at) CHECK((*world.log().read_at(at)).head.at == at);
  check_whole(world.log());
}

void heads_are_told(log_world& world) {
  must(world.log(), one("a", 0, {"1", "2"}));
  must(world.log(), one("b", 0, {"3"}));
  world.step();
  const auto head = *world.log().head("a");
  CHECK(head.version == 2);
  CHECK(head.at == 2);
  CHECK(head.seal == (*world.log().read_at(2)).head.seal);
  CHECK((*world.log().head("b")).version == 1);
  CHECK((*world.log().head("c")).version == 0);
}

void stale_versions_leave_nothing(log_world& world) {
  must(world.log(), one("a", 0, {"1"}));
  world.step();
  const auto before = told(world.log());
  for (const std::uint64_t wrong : {std::uint64_t{0}, std::uint64_t{2}, UINT64_MAX})
    CHECK(commit_one(world.log(), one("a", wrong, {"x"})).why().code == errc::wrong_version);
  CHECK(commit_one(world.log(), one("new", 1, {"x"})).why().code == errc::wrong_version);
  CHECK(world.log().tail() == 1);
  world.step();
  CHECK(told(world.log()) == before);
  CHECK((*world.log().head("new")).version == 0);
}

void all_or_nothing(log_world& world) {
  must(world.log(), one("b", 0, {"1"}));
  const transaction half{{append_to("a", 0, {"x"}), append_to("b", 0, {"y"})}, noon, "system", 0};
  CHECK(commit_one(world.log(), half).why().code == errc::wrong_version);
  world.step();
  CHECK(world.log().tail() == 1);
  CHECK((*world.log().head("a")).version == 0);
  CHECK((*world.log().read_stream("a", 1, 10)).empty());
  CHECK(must(world.log(), one("a", 0, {"2"})).first == 2);
  check_whole(world.log());
}

void groups_are_answered_in_order(log_world& world) {
  const std::vector<transaction> group{
      one("a", 0, {"1"}),   // accepted
      one("a", 0, {"no"}),  // stale: the first one made version 1
      one("a", 1, {"2"}),   // sees the first one's version
      one("", 0, {"no"}),   // refused by itself
      {{append_to("b", 0, {"3"}), append_to("a", 2, {"4"})}, noon, "system", 0},
      {{append_to("c", 0, {"no"}), append_to("b", 0, {"no"})}, noon, "system", 0},
      one("c", 0, {"5"})};  // the refused one left no version behind
  const auto answers = world.log().commit(group);
  REQUIRE(answers.size() == group.size());
  CHECK((*answers[0]).first == 1);
  CHECK(answers[1].why().code == errc::wrong_version);
  CHECK((*answers[2]).first == 2);
  CHECK(answers[3].why().code == errc::bad_value);
  CHECK((*answers[4]).first == 3);
  CHECK((*answers[4]).last == 4);
  CHECK(answers[5].why().code == errc::wrong_version);
  CHECK((*answers[6]).first == 5);
  world.step();
  CHECK(world.log().tail() == 5);
  CHECK(payloads_of(world.log().read_all(1, 10, all_bytes)) ==
        std::vector<std::string>{"1", "2", "3", "4", "5"});
  check_whole(world.log());
}

void empty_groups(log_world& world) {
  CHECK(world.log().commit({}).empty());
  CHECK(world.log().tail() == 0);
}

void bad_values_are_refused(log_world& world) {
  const auto refused = [&](const transaction& what) {
    const auto answer = commit_one(world.log(), what);
    return !answer && answer.why().code == errc::bad_value;
  };
  CHECK(refused({{}, noon, "system", 0}));
  CHECK(refused(one("a", 0, {})));
  CHECK(refused({{append_to("a", 0, {"1"}), append_to("b", 0, {})}, noon, "system", 0}));
  CHECK(refused({{append_to("a", 0, {"1"}), append_to("a", 1, {"2"})}, noon, "system", 0}));
  CHECK(
      refused({{append_to("a", 0, {"1"}), append_to("b", 0, {"1"}), append_to("a", 0, {"2"})}, noon, "", 0}));
  CHECK(refused(one("", 0, {"1"})));
  CHECK(refused(one(std::string("a\0b", 3), 0, {"1"})));
  CHECK(refused(one(std::string(513, 'a'), 0, {"1"})));
  CHECK(refused({{append_to("a", 0, {"1"})}, noon, std::string(513, 'u'), 0}));
  CHECK(refused({{{"a", 0, {{"", "no tag"}}}}, noon, "system", 0}));
  CHECK(refused({{{"a", 0, {{std::string(513, 't'), "long tag"}}}}, noon, "system", 0}));
  CHECK(world.log().tail() == 0);
  CHECK(must(world.log(), one("a", 0, {"1"})).first == 1);
}

void hostile_stream_names(log_world& world) {
  const std::vector<std::string> names{"a",
                                       "a/",
                                       "a/b",
                                       "a\xff",
                                       "\xff\xff\xff",
                                       "\x01",
                                       " ",
                                       "../../etc/passwd",
                                       "a\n",
                                       "\xc3\xa4",
                                       "a\x01\x02",
                                       "format",
                                       "tail",
                                       std::string(512, 'z'),
                                       std::string(511, 'z'),
                                       "a\xff\xff\xff\xff\xff\xff\xff\xff"};
  for (const auto& name : names) {
    must(world.log(), one(name, 0, {name + "1"}));
    must(world.log(), one(name, 1, {name + "2"}));
  }
  world.step();
  for (const auto& name : names) {
    CAPTURE(name);
    CHECK((*world.log().head(name)).version == 2);
    CHECK(payloads_of(world.log().read_stream(name, 1, 10)) ==
          std::vector<std::string>{name + "1", name + "2"});
    must(world.log(), one(name, 2, {"3"}));
  }
  CHECK((*world.log().head("a\xff\xff")).version == 0);
  CHECK((*world.log().head("")).version == 0);
  CHECK((*world.log().head(std::string("a\0", 2))).version == 0);
  check_whole(world.log());
}

void payloads_of_any_bytes(log_world& world) {
  std::string every;
  for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
  const std::vector<std::string> payloads{"",
                                          std::string("\0", 1),
                                          every,
                                          every + "\0",
                                          std::string(4095, 'b'),
                                          std::string(4096, 'c'),
                                          std::string(70'000, '\0'),
                                          std::string(1U << 20, 'm')};
  must(world.log(), one("a", 0, payloads));
  world.step();
  CHECK(payloads_of(world.log().read_all(1, 100, all_bytes)) == payloads);
  CHECK(payloads_of(world.log().read_stream("a", 1, 100)) == payloads);
  CHECK((*world.log().read_at(8)).payload.size() == 1U << 20);
  check_whole(world.log());
}

void seals_do_not_depend_on_the_rest(log_world& world) {
  must(world.log(), one("a", 0, {"1"}));
  world.step();
  must(world.log(), one("a", 1, {"2"}));
  const auto seals = *world.log().read_all(1, 10, all_bytes);
  // Computed once from the description of the bytes (record_format.hpp), with another program.
  CHECK(to_hex(seals[0].head.seal) == "05ddb837ca3ea511082fd95f18c56f969b142278b0c415adcdcd07edaa871591");
  CHECK(to_hex(seals[1].head.seal) == "be8d507c159c6a548324a0d62c9dfd8833dfd43542bb35d40cd4fb6c1363f3a9");
}

}  // namespace

auto append_contract() -> std::vector<contract_case> {
  return {{"given an empty log, when it is asked, then there is nothing and no error", empty_log},
          {"given an append, when it is read, then its envelope is as it was given", envelope_is_kept},
          {"given several streams, when appended, then positions are consecutive", positions_are_consecutive},
          {"given streams, when their heads are asked for, then they are the last events", heads_are_told},
          {"given a stale version, when appended, then nothing is left of it", stale_versions_leave_nothing},
          {"given two appends of which one is stale, when committed, then neither is there", all_or_nothing},
          {"given a group, when committed, then each is answered by itself, in order",
           groups_are_answered_in_order},
          {"given an empty group, when committed, then nothing happens", empty_groups},
          {"given what breaks a limit, when committed, then it is refused as a bad value",
           bad_values_are_refused},
          {"given hostile stream names, when used, then they keep apart", hostile_stream_names},
          {"given payloads of any bytes, when read, then they are the same bytes", payloads_of_any_bytes},
          {"given the same events, when sealed, then the seals are the known ones",
           seals_do_not_depend_on_the_rest}};
}

}  // namespace waybill::log_tests
