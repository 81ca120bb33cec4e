// Histories of imports against a model that knows nothing of keys in an index: it looks through all leads.
#include "tests/domains/leads/reading.hpp"
#include "tests/domains/leads/support.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

using fields = std::map<std::string, std::string>;

struct model_lead {
  fields has;
  fields holds;  ///< keys by which it is found
  int made_by = 0;
};

const std::array<std::string, 3> key_names{"email", "phone", "external_id"};

class model {
 public:
  struct rules {
    words keys;
    std::string on_duplicate;
    bool check_file = true;
    bool check_project = true;
  };

  auto take(const fields& row, const rules& by, int import) -> std::string {
    if (std::none_of(key_names.begin(), key_names.end(), [&](const auto& key) { return row.contains(key); }))
      return "failed contact_missing";
    std::vector<std::size_t> met;
    for (const auto& key : by.keys) {
      const auto one = row.contains(key) ? holder_of(key, row.at(key)) : std::nullopt;
      if (!one || by.on_duplicate == "create") continue;
      if (!(leads[*one].made_by == import ? by.check_file : by.check_project)) continue;
      if (std::find(met.begin(), met.end(), *one) == met.end()) met.push_back(*one);
    }
    if (met.size() > 1) return "failed ambiguous_duplicate";
    if (met.empty()) return create(row, import);
    if (by.on_duplicate == "skip")
      return leads[met[0]].made_by == import ? "skipped duplicate_in_file" : "skipped duplicate";
    return update(row, met[0]);
  }

  std::vector<model_lead> leads;

 private:
  auto holder_of(const std::string& key, const std::string& value) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < leads.size(); ++i)
      if (leads[i].holds.contains(key) && leads[i].holds.at(key) == value) return i;
    return std::nullopt;
  }

  auto create(const fields& row, int import) -> std::string {
    model_lead made{row, {}, import};
    for (const auto& key : key_names)
      if (row.contains(key) && !holder_of(key, row.at(key))) made.holds[key] = row.at(key);
    leads.push_back(made);
    return "created";
  }

  auto update(const fields& row, std::size_t which) -> std::string {
    auto after = leads[which].has;
    for (const auto& [name, value] : row) after[name] = value;
    if (after == leads[which].has) return "skipped unchanged";
    for (const auto& key : key_names) {
      if (!row.contains(key)) continue;
      if (leads[which].holds.contains(key) && leads[which].holds.at(key) != row.at(key))
        leads[which].holds.erase(key);
      const auto holder = holder_of(key, row.at(key));
      if (!holder || *holder == which) leads[which].holds[key] = row.at(key);
    }
    leads[which].has = after;
    return "updated";
  }
};

auto one_of(std::mt19937_64& random, const words& all) -> std::string { return all[random() % all.size()]; }

auto random_row(std::mt19937_64& random) -> fields {
  fields row;
  if (random() % 3 != 0) row["email"] = "p" + std::to_string(random() % 6) + "@x.example";
  if (random() % 2 == 0) row["phone"] = "+3361234567" + std::to_string(random() % 6);
  if (random() % 2 == 0) row["external_id"] = "X" + std::to_string(random() % 6);
  if (random() % 2 == 0) row["city"] = one_of(random, {"Paris", "Lyon", "Nice"});
  return row;
}

auto csv_of(const std::vector<fields>& rows) -> std::string {
  std::string text = "email,phone,external id,ville,Remarque\n";
  for (const auto& row : rows) {
    for (const auto* name : {"email", "phone", "external_id", "city"})
      text += (row.contains(name) ? row.at(name) : "") + ",";
    text += "\n";
  }
  return text;
}

auto random_keys(std::mt19937_64& random) -> words {
  words keys(key_names.begin(), key_names.end());
  std::shuffle(keys.begin(), keys.end(), random);
  keys.resize(1 + random() % 3);
  return keys;
}

auto told_fields(const json& lead) -> fields {
  fields all;
  for (const auto* name : {"email", "external_id", "city"})
    if (lead.contains(name)) all[name] = lead[name];
  if (lead.contains("e164")) all["phone"] = lead["e164"];
  return all;
}

void run_history(std::mt19937_64& random) {
  project in;
  model expected;
  in.chunk = 1 + random() % 4;
  for (int import = 1; import <= 4; ++import) {
    const model::rules by{random_keys(random), one_of(random, {"skip", "update", "create", "update"}),
                          random() % 4 != 0, random() % 4 != 0};
    std::vector<fields> rows;
    words outcomes;
    for (auto left = 1 + random() % 9; left > 0; --left) rows.push_back(random_row(random));
    // A row in which nothing stands is none.
    std::erase_if(rows, [](const auto& row) { return row.empty(); });
    for (const auto& row : rows) outcomes.push_back(expected.take(row, by, import));
    const json options{{"keys", by.keys},
                       {"on_duplicate", by.on_duplicate},
                       {"check_file", by.check_file},
                       {"check_project", by.check_project}};
    if (rows.empty()) continue;
    const auto text = csv_of(rows);
    INFO(options.dump() << "\n" << text);
    REQUIRE(outcomes_of(in.import(text, options.dump())) == outcomes);
    const auto leads = in.leads();
    REQUIRE(leads.size() == expected.leads.size());
    for (std::size_t i = 0; i < leads.size(); ++i) REQUIRE(told_fields(leads[i]) == expected.leads[i].has);
  }
}

}  // namespace

TEST_CASE(
    "given any history of files, policies and keys, when leads are imported, then as the model has it") {
  const auto first = seed();
  for (std::uint64_t i = 0; i < 300; ++i) {
    INFO("WAYBILL_TEST_SEED=" << first << " history " << i);
    std::mt19937_64 random(first + i);
    run_history(random);
  }
}
