#include "http/routes_of_projects.hpp"

#include "http/resources/resources_of_projects.hpp"

namespace waybill::http {

using namespace route_lines;

auto project_lines() -> std::vector<line> {
  const std::string_view all = "/api/v1/projects", one = "/api/v1/projects/{id}";
  const std::string_view member = "/api/v1/projects/{id}/members/{username}";
  return {
      get(all, list_projects, "listProjects", "ProjectList", "The projects one is a member of, by name."),
      post(all, add_project, "addProject", 201, "Project", "A new project; one is its manager.")
          .takes("ProjectName"),
      get(one, get_project, "getProject", "Project", "One project, with its members."),
      change(one, change_project_details, "changeProject", "Project",
             "Give it another name, or set how imports of a kind are read; for managers.")
          .takes("ProjectDetails"),
      remove(one, remove_project, "removeProject",
             "Delete it; for managers. Its name has to be given. All access ends, what waits is cancelled.")
          .takes("ProjectName"),
      get("/api/v1/projects/{id}/imports", list_project_imports, "listProjectImports", "ImportList",
          "The project's imports, newest first.")
          .asks({status_filter, kind_filter, limit, cursor}),
      get("/api/v1/projects/{id}/events", list_project_events, "listProjectEvents", "EventList",
          "What happened to the project and its members, oldest first.")
          .asks({limit, cursor}),
      get("/api/v1/projects/{id}/members", list_members, "listMembers", "MemberList",
          "Who is a member, longest first."),
      on("PUT", member, put_member, "putMember", 200, "Member",
         "Make somebody a member, or change the role; for managers. An administrator may join by this.")
          .takes("MemberRole"),
      remove(member, remove_member_of, "removeMember", "Remove a member; for managers, or to leave."),
      get("/api/v1/administration/projects", list_all_projects, "listAllProjects", "SeenProjectList",
          "Everybody's projects, oldest first: names, members and sizes, nothing of what is in them.")
          .asks({limit, cursor})
          .by_admin(),
      change("/api/v1/me", change_profile, "changeProfile", "Me",
             "What people call one, and one's address for mail. Null: none.")
          .takes("ProfileChange"),
  };
}

}  // namespace waybill::http
