// A project in which leads are imported, with a member of each role.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/http/house.hpp"

namespace waybill::http_test {

using json = nlohmann::json;

inline const std::string people =
    "Prénom;Nom;E-mail;Téléphone;Société;Statut\n"
    "Éloïse;Martin;eloise@x.example;06 12 34 56 78;Martin & Cie;Gagné\n"
    "Bob;Durand;bob@x.example;06 12 34 56 79;Durand SA;Nouveau\n"
    "Chloé;Petit;not an address;;Petit;Nouveau\n"
    "Bob;Encore;bob@x.example;;Durand SA;Nouveau\n";

/// The id of an import, by its path.
inline auto tail_of(const std::string& import) -> std::string { return import.substr(import.rfind('/') + 1); }

struct sales {
  house in;
  inhabitant ann = in.inhabit("ann");
  inhabitant eve = in.inhabit("eve");
  std::string project;
  std::string path;

  explicit sales(const std::function<void(settings&)>& change = {}, clock_ptr clock = system_clock_source())
      : in(change, std::move(clock)) {
    const auto made = in.call(ann, "POST", "/api/v1/projects", R"({"name":"Sales"})");
    INFO(made.body);
    REQUIRE(made.status == 201);
    project = made.parsed().at("id");
    path = "/api/v1/projects/" + project;
  }

  /// An import that waits for its review.
  auto ready(const std::string& file = people, const std::string& options = "{}") -> std::string {
    const auto accepted =
        in.upload(ann, file, {{"kind", "leads"}, {"project", project}, {"options", options}});
    INFO(accepted.body);
    REQUIRE(accepted.status == 202);
    const std::string id = accepted.parsed().at("id");
    in.await(ann, id, import_status::ready);
    return "/api/v1/imports/" + id;
  }
  auto review(const std::string& import) -> json {
    const auto seen = in.get(ann, import + "/review");
    INFO(seen.body);
    REQUIRE(seen.status == 200);
    return seen.parsed();
  }
  auto rows(const std::string& import, const std::string& query = "") -> std::vector<json> {
    const auto seen = in.get(ann, import + "/review/rows" + query);
    INFO(seen.body);
    REQUIRE(seen.status == 200);
    return seen.parsed().at("items");
  }
  void commit(const std::string& import) {
    const auto made = in.call(ann, "POST", import + "/commit", "{}");
    INFO(made.body);
    REQUIRE(made.status == 202);
    in.await(ann, import.substr(std::string("/api/v1/imports/").size()), import_status::completed);
  }
  auto leads(const std::string& query = "") -> std::vector<json> {
    const auto seen = in.get(ann, path + "/leads" + query);
    INFO(seen.body);
    REQUIRE(seen.status == 200);
    return seen.parsed().at("items");
  }
  auto change(const json& lead, const std::string& wish) -> reply {
    return in.call(ann, "PATCH", path + "/leads/" + lead.at("id").get<std::string>(), wish);
  }
};

}  // namespace waybill::http_test
