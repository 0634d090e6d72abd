"""The rules of the programme: a tuple of generators, each `rule(book, today) -> flags`.

A rule's docstring is its line in the manual, its name is its stable id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.rules import (
    ages,
    approval,
    codes,
    consents,
    dates,
    forms,
    grades,
    lists,
    meeting_order,
    meetings,
    mentors,
    names,
    pairs,
    people,
    plans,
    preferences,
    roadmap,
    settings,
    signatures,
    survey,
    withdrawal,
    year,
)

if TYPE_CHECKING:
    from nastavnik_sheets.check import Rule

SECTIONS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    (
        "Настройки",
        (
            settings.setting_stands_once,
            settings.programme_period_in_order,
            settings.monitoring_within_programme,
            settings.contingents_are_known,
            settings.contingents_are_consistent,
            settings.age_limits_in_order,
            settings.some_weight_counts,
            settings.signers_are_known,
        ),
    ),
    (
        "Коды",
        (codes.code_is_unique, codes.code_leads_somewhere, codes.code_is_not_lost),
    ),
    (
        "Люди",
        (
            people.one_code_one_person,
            people.one_status_in_both_bases,
            people.person_stands_once,
            people.names_are_not_alike,
            names.row_is_a_person,
            names.name_is_whole,
            people.class_or_post_is_known,
            people.joined_already,
            people.joined_before_left,
            people.joined_after_birth,
            people.left_without_pair,
            ages.born_already,
            ages.pupil_of_programme_age,
            ages.adult_of_believable_age,
            ages.experience_fits_age,
            ages.comes_of_age,
            lists.category_row_says_something,
            lists.category_stands_once,
            lists.category_fits_person,
        ),
    ),
    (
        "Согласия",
        (
            consents.pair_has_consents,
            consents.base_has_processing_consent,
            consents.consent_is_in_force,
            withdrawal.withdrawn_data_are_destroyed,
            withdrawal.withdrawn_publication_is_stopped,
            withdrawal.published_are_consenting,
            withdrawal.kept_no_longer_than_needed,
            signatures.right_person_signed,
            signatures.adult_confirms_consent,
            signatures.consent_dates_in_order,
            signatures.consent_expires_soon,
            signatures.consent_stands_once,
            signatures.worker_consent_of_teacher,
            signatures.minor_has_guardian,
            signatures.guardian_signature_is_named,
            signatures.guardian_is_another_person,
        ),
    ),
    (
        "Наставники",
        (
            mentors.mentor_has_room,
            mentors.capacity_within_limit,
            mentors.wished_ages_in_order,
            mentors.mentor_is_trained,
            mentors.invited_mentor_has_contract,
            mentors.invited_mentor_has_clearance,
            mentors.invited_mentor_has_organisation,
            mentors.contract_signed_before_work,
            mentors.teacher_has_agreement,
        ),
    ),
    (
        "Формы и ролевые модели",
        (
            forms.form_fits_people,
            forms.wanted_form_fits_mentee,
            forms.offered_forms_fit_mentor,
            forms.pair_form_is_offered,
            forms.role_model_fits_form,
            forms.wanted_role_fits_form,
            forms.programme_fits_form,
            forms.group_has_one_mentor,
            lists.form_has_one_curator,
            lists.used_form_has_curator,
        ),
    ),
    (
        "Предпочтения",
        (
            preferences.chooser_has_role,
            preferences.choice_of_other_role,
            preferences.choices_differ,
            preferences.preference_stands_once,
        ),
    ),
    (
        "Пары",
        (
            pairs.nobody_mentors_himself,
            pairs.pair_stands_once,
            pairs.mentee_has_one_pair,
            pairs.roles_are_not_mutual,
            pairs.mentor_is_older_pupil,
            pairs.mentee_of_wished_age,
            pairs.pair_dates_in_order,
            pairs.pair_within_programme,
            pairs.closed_pair_has_end,
            pairs.stopped_pair_has_reason,
            pairs.ended_pair_is_closed,
            pairs.pair_is_not_overdue,
            pairs.teacher_pair_stops_with_notice,
            pairs.proposed_pair_does_not_meet,
        ),
    ),
    (
        "Утверждение пар",
        (
            approval.approved_pair_has_order,
            approval.order_has_been_issued,
            approval.pair_starts_after_papers,
            approval.papers_precede_order,
            approval.people_know_programmes,
            approval.people_take_part_freely,
            approval.pair_order_as_in_register,
        ),
    ),
    (
        "Встречи",
        (
            meetings.meeting_has_happened,
            meetings.planned_meeting_is_settled,
            meetings.meeting_within_pair,
            meetings.planned_meeting_within_pair,
            meeting_order.meeting_of_kind_once,
            meeting_order.meeting_stands_once,
            meeting_order.organisational_meeting_first,
            meeting_order.trial_before_planning,
            meeting_order.planning_before_regular,
            meeting_order.final_meeting_last,
            meeting_order.meeting_with_closed_pair,
            meetings.pair_meets_in_time,
            meetings.no_long_pause,
            meetings.trial_follows_soon,
            meetings.meeting_is_confirmed,
            meetings.meeting_is_not_denied,
            meetings.next_meeting_is_later,
            meetings.pair_counts_meetings,
            meetings.meetings_as_agreed,
        ),
    ),
    (
        "Планы",
        (
            plans.plan_follows_planning,
            plans.task_within_pair,
            plans.task_follows_planning,
            plans.task_done_in_time,
            plans.task_is_not_late,
            plans.task_number_stands_once,
            plans.meeting_works_on_own_plan,
            plans.sample_words_are_known,
            plans.sample_question_can_be_used,
        ),
    ),
    (
        "Отметки",
        (grades.no_grades_for_work, grades.no_grades_in_answers),
    ),
    (
        "Анкеты",
        (
            survey.answer_on_scale,
            survey.question_can_be_asked,
            survey.answer_stands_once,
            survey.answer_by_right_role,
            survey.answer_at_right_moment,
            survey.answer_about_own_pair,
            survey.answer_to_own_questionnaire,
            survey.answer_while_pair_works,
            survey.exit_has_entry,
            survey.entry_question_fits,
            survey.question_number_stands_once,
        ),
    ),
    (
        "Дорожная карта и сроки",
        (
            roadmap.action_dates_in_order,
            roadmap.stages_in_order,
            roadmap.action_is_not_late,
            roadmap.done_action_has_date,
            roadmap.action_has_responsible,
            dates.fact_has_happened,
            dates.paper_is_not_ahead,
            dates.date_near_programme,
        ),
    ),
    (
        "Обучение, события, приказы, поощрения, обращения",
        (
            year.training_stands_once,
            year.attended_training_has_happened,
            year.attended_event_has_happened,
            year.attended_were_invited,
            year.held_event_is_recorded,
            year.order_number_stands_once,
            year.order_dates_in_sequence,
            year.award_has_recipient,
            year.award_stands_once,
            year.criterion_stands_once,
            year.request_is_answered,
            year.support_is_started,
            year.representative_is_of_the_mentee,
            year.request_dates_in_order,
            year.complaint_is_shown,
            year.programme_dates_in_order,
            year.programme_stands_once,
        ),
    ),
    (
        "Показатели",
        (
            year.target_stands_once,
            year.target_is_complete,
            year.points_on_curators_sheet,
            year.impact_can_be_judged,
        ),
    ),
    (
        "Списки",
        (
            lists.list_is_known,
            lists.list_stands_together,
            lists.list_value_stands_once,
            lists.list_row_has_meaning,
            lists.list_meaning_fits,
            lists.role_model_names_a_form,
            lists.word_is_explained_once,
            lists.question_is_bound_once,
        ),
    ),
)
RULES: tuple[Rule, ...] = tuple(rule for _, rules in SECTIONS for rule in rules)


def rules_manual() -> str:
    """Return docs/rules.md: every rule with its line, by section."""
    lines = [
        "# Что проверяет команда «Проверка»",
        "",
        "Эта страница сделана из самих правил (`nastavnik_sheets/rules/`). Имя правила стоит на листе «Замечания»",
        f"в столбце «Правило»: по нему легко найти строку здесь. Всего правил: {len(RULES)}.",
        "",
        "Кроме них проверяется каждая ячейка: вид значения, обязательные ячейки, значения списков, опечатки в кодах,",
        "пропавшие, повторённые и переименованные столбцы и листы. Такие замечания начинаются с `cell.`, `column.`,",
        "`sheet.`, `setting.`.",
    ]
    for title, rules in SECTIONS:
        lines += ["", f"## {title}", "", "| Правило | Что оно говорит |", "|---|---|"]
        lines += [f"| `{rule.__name__}` | {' '.join((rule.__doc__ or '').split())} |" for rule in rules]
    return "\n".join([*lines, ""])
