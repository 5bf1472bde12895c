//! Releases to events, told in sentences of our own.

use super::annotated::release;
use super::find_events;
use crate::extract::annotate;
use crate::model::{
    DateMention, DateValue, Entity, EntityKind, Event, EventType, Mention, MentionForm, Modality, ParticipantRole, Span,
};

/// What a text tells. Names are marked `[kind name|as it stands]`, titles `[kind name|=as it stands]` with kind p, o, g
/// or e; dates `[d value|as it stands]`.
struct Told {
    names: Vec<String>,
    events: Vec<Event>,
}

fn read(marked: &str) -> Told {
    let mut text = String::new();
    let mut entities: Vec<Entity> = Vec::new();
    let mut dates = Vec::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        let (mark, after) = after.split_once(']').expect("a closing bracket");
        let (what, surface) = mark.split_once('|').expect("a bar");
        let (kind, name) = what.split_once(' ').expect("a kind and a name");
        let form = if surface.starts_with('=') { MentionForm::Title } else { MentionForm::Name };
        text.push_str(before);
        let start = text.len();
        text.push_str(surface.trim_start_matches('='));
        let span = Span::new(start, text.len());
        rest = after;
        let kind = match kind {
            "d" => {
                let value = DateValue::Edtf(name.parse().expect("a date"));
                dates.push(DateMention { span, value, resolved: None });
                continue;
            }
            "p" => EntityKind::Person,
            "o" => EntityKind::Organisation,
            "g" => EntityKind::Place,
            _ => EntityKind::Event,
        };
        match entities.iter_mut().find(|e| e.name == name) {
            Some(e) => e.mentions.push(Mention { span, form }),
            None => entities.push(Entity { kind, name: name.to_owned(), mentions: vec![Mention { span, form }] }),
        }
    }
    text.push_str(rest);
    let release = release(&text);
    let mut document = annotate(&release);
    let names = entities.iter().map(|e| e.name.clone()).collect();
    document.entities = entities;
    document.dates = dates;
    Told { names, events: find_events(&document) }
}

impl Told {
    fn only(&self, event_type: EventType) -> &Event {
        let mut found = self.events.iter().filter(|e| e.event_type == event_type);
        let event = found.next().unwrap_or_else(|| panic!("no {event_type} in {:?}", self.events));
        assert!(found.next().is_none(), "more than one {event_type} in {:?}", self.events);
        event
    }

    fn who(&self, event: &Event) -> Vec<&str> {
        let who = event.participants.iter().chain(&event.organisations);
        let mut who = who.map(|i| self.names[*i].as_str()).collect::<Vec<_>>();
        who.sort_unstable();
        who
    }

    fn part(&self, event: &Event, name: &str) -> Option<ParticipantRole> {
        let entity = self.names.iter().position(|n| n == name)?;
        event.participant_roles.get(&entity).copied()
    }
}

#[test]
fn a_reception_is_a_meeting_of_host_and_guest() {
    let told = read(
        "Мемлекет басшысы [p Ержан Қуатов|Ержан Қуатов] Қаржы министрі [p Дәулет Сейітов|Дәулет Сейітовті] қабылдады.\n\
         Кездесу барысында бюджет мәселелері талқыланды.",
    );
    let meeting = told.only(EventType::Meeting);
    assert_eq!(told.who(meeting), ["Дәулет Сейітов", "Ержан Қуатов"]);
    if meeting.trigger == "қабылдады" {
        assert_eq!(told.part(meeting, "Ержан Қуатов"), Some(ParticipantRole::Host));
    }
}

#[test]
fn adopting_a_law_is_no_meeting() {
    let told = read("[o Парламент|Парламент] жаңа су кодексі туралы заң қабылдады.");
    assert!(told.events.iter().all(|e| e.event_type != EventType::Meeting), "{:?}", told.events);
}

#[test]
fn a_person_is_quoted_once() {
    let told = read(
        "– Біз бұл жұмысты жалғастырамыз, – деді [p Ержан Қуатов|Ержан Қуатов].\n\
         – Нәтиже де жаман емес, – деді [p Ержан Қуатов|=Президент].\n\
         – Сізге алғыс айтамын, – деді [p Айгүл Нұрпейісова|Айгүл Нұрпейісова].",
    );
    let said = told.events.iter().filter(|e| e.event_type == EventType::Statement).collect::<Vec<_>>();
    assert_eq!(said.len(), 2, "{:?}", told.events);
    assert_eq!(told.who(said[0]), ["Ержан Қуатов"]);
    assert_eq!(told.who(said[1]), ["Айгүл Нұрпейісова"]);
    assert_eq!(told.part(said[0], "Ержан Қуатов"), Some(ParticipantRole::Speaker));
}

#[test]
fn a_trip_has_its_place_and_date() {
    let told = read(
        "[p Ержан Қуатов|Ержан Қуатов] [d 2024-05-03|2024 жылғы 3 мамырда] [g Түркия|Түркияға] ресми сапармен барды.",
    );
    let visit = told.only(EventType::Visit);
    assert_eq!(told.who(visit), ["Ержан Қуатов"]);
    assert_eq!(visit.place.map(|p| told.names[p].as_str()), Some("Түркия"));
    assert_eq!(visit.date, Some(0));
    assert_eq!(visit.modality, Modality::Actual);
}

#[test]
fn each_place_of_a_list_is_a_visit() {
    let told = read(
        "[p Ержан Қуатов|Ержан Қуатов] биыл [g Түркия|Түркияға], [g Өзбекстан|Өзбекстанға] және \
         [g Жапония|Жапонияға] ресми сапармен барды.",
    );
    let visits = told.events.iter().filter(|e| e.event_type == EventType::Visit).collect::<Vec<_>>();
    let mut places = visits.iter().filter_map(|e| e.place).map(|p| told.names[p].as_str()).collect::<Vec<_>>();
    places.sort_unstable();
    assert_eq!(places, ["Жапония", "Түркия", "Өзбекстан"]);
}

#[test]
fn a_telegram_has_sender_and_recipient() {
    let told = read("[p Ержан Қуатов|Ержан Қуатов] [p Мехмет Йылмаз|Мехмет Йылмазға] құттықтау жеделхатын жолдады.");
    let message = told.only(EventType::Message);
    assert_eq!(message.trigger, "құттықтау жеделхатын жолдады");
    assert_eq!(told.part(message, "Ержан Қуатов"), Some(ParticipantRole::Sender));
    assert_eq!(told.part(message, "Мехмет Йылмаз"), Some(ParticipantRole::Recipient));
}

#[test]
fn parts_follow_from_what_others_did() {
    let told = read(
        "[p Ержан Қуатов|Ержан Қуатов] жеделхат алды.\n\
         [p Мехмет Йылмаз|Мехмет Йылмаз] өзінің құттықтау жеделхатында достық туралы айтты.",
    );
    let told_of = |name| {
        let messages = told.events.iter().filter(|e| e.event_type == EventType::Message);
        messages.filter_map(|e| told.part(e, name)).collect::<Vec<_>>()
    };
    assert!(told_of("Мехмет Йылмаз").contains(&ParticipantRole::Sender), "{:?}", told.events);
    assert!(!told_of("Ержан Қуатов").contains(&ParticipantRole::Sender), "{:?}", told.events);
    let told = read("[p Ержан Қуатов|Ержан Қуатов] [p Мехмет Йылмаз|Мехмет Йылмазды] ресми сапармен келуге шақырды.");
    for visit in told.events.iter().filter(|e| e.event_type == EventType::Visit) {
        assert_ne!(told.part(visit, "Ержан Қуатов"), Some(ParticipantRole::Guest));
    }
    let told = read("[p Айгүл Нұрпейісова|Айгүл Нұрпейісова] биыл «Құрмет» орденімен марапатталды.");
    assert_eq!(told.part(told.only(EventType::Award), "Айгүл Нұрпейісова"), Some(ParticipantRole::Awardee));
}

#[test]
fn an_appointee_is_named_with_the_appointment() {
    let told = read(
        "Мемлекет басшысының Жарлығымен [p Айгүл Нұрпейісова|Айгүл Нұрпейісова] \
         [o Мәдениет министрлігі|Мәдениет министрлігінің] бөлім басшысы болып тағайындалды.",
    );
    let appointment = told.only(EventType::Appointment);
    assert!(told.who(appointment).contains(&"Айгүл Нұрпейісова"));
    assert_eq!(told.part(appointment, "Айгүл Нұрпейісова"), Some(ParticipantRole::Appointee));
}

#[test]
fn what_is_to_come_is_planned_and_what_was_not_is_negated() {
    let told = read("[p Ержан Қуатов|Ержан Қуатов] келесі аптада [g Түркия|Түркияға] ресми сапармен барады.");
    assert_eq!(told.only(EventType::Visit).modality, Modality::Planned);
    let told = read("[p Ержан Қуатов|Ержан Қуатов] былтыр [g Түркия|Түркияға] ресми сапармен барған жоқ.");
    assert_eq!(told.only(EventType::Visit).modality, Modality::Negated);
}

#[test]
fn a_proposal_is_hypothetical() {
    let told = read(
        "[p Ержан Қуатов|Ержан Қуатов] [g Алматы|Алматыда] [o Түркі кеңесі|Түркі кеңесінің] \
         саммитін өткізуді ұсынды.",
    );
    assert_eq!(told.only(EventType::Forum).modality, Modality::Hypothetical);
}

#[test]
fn a_text_without_names_tells_nothing() {
    let told = read("Кездесу өтті. Құжатқа қол қойылды. Отырыста мәселе қаралды.");
    assert!(told.events.is_empty(), "{:?}", told.events);
}

#[test]
fn spans_cut_back_to_the_trigger() {
    let text = "[p Ержан Қуатов|Ержан Қуатов] [p Дәулет Сейітов|Дәулет Сейітовпен] кездесті.";
    let told = read(text);
    let meeting = told.only(EventType::Meeting);
    assert_eq!(meeting.trigger, "кездесті");
    assert_eq!(meeting.span.len(), meeting.trigger.len());
    assert!(meeting.evidence.contains(meeting.span));
    assert!((0.0..=1.0).contains(&meeting.confidence));
}

#[test]
fn those_who_meet_need_nobody_of_the_sentence_before() {
    let told = read(
        "Президент [p Ержан Қуатов|Ержан Қуатов] [g Ташкент|Ташкентке] сапармен барды.\n\
         Сапар барысында Сыртқы істер министрі [p Дәулет Сейітов|Дәулет Сейітов] өзбек әріптесі \
         [p Жасур Каримов|Жасур Каримовпен] кездесті.",
    );
    assert_eq!(told.who(told.only(EventType::Meeting)), ["Дәулет Сейітов", "Жасур Каримов"]);
}

#[test]
fn a_next_meeting_has_the_place_and_the_date_of_its_own_clause_and_nobody_of_the_last() {
    let told = read(
        "Министр [p Ерлан Қасымов|Ерлан Қасымов] елші [p Анна Вебер|Анна Веберді] қабылдады. Келесі кездесу \
         [g Ташкент|Ташкентте] биылғы [d XXXX-03-04|4 наурызда] өтеді, – деді [p Ерлан Қасымов|=Министр].",
    );
    let next = told.events.iter().find(|e| e.trigger == "кездесу").expect("the next meeting");
    assert_eq!(next.modality, Modality::Planned);
    assert_eq!((next.participants.len(), next.place, next.date), (0, Some(2), Some(0)), "{next:?}");
}

#[test]
fn a_counted_title_stands_for_the_two_who_were_named() {
    let told = read(
        "[p Ержан Қуатов|Ержан Қуатов] Ташкентке барды. Оны Президент [p Жасур Каримов|Жасур Каримов] қарсы алды. \
         Келіссөз соңында екі ел басшысы декларацияға қол қойды.\n\
         Сапар барысында [p Дәулет Сейітов|Дәулет Сейітов] [p Анвар Юнусов|Анвар Юнусовпен] кездесті.",
    );
    assert_eq!(told.who(told.only(EventType::Signing)), ["Ержан Қуатов", "Жасур Каримов"]);
}

#[test]
fn a_participant_of_another_sentence_has_the_sentence_that_mentions_it() {
    let text = "[p Дәулет Сейітов|Дәулет Сейітов] Көкшетауға келді. Кеңседе ол кәсіпкер [p Айгүл Тілеубаева|Айгүл \
                Тілеубаевамен] кездесті.";
    let told = read(text);
    let event = told.only(EventType::Meeting);
    assert_eq!(told.who(event), ["Айгүл Тілеубаева", "Дәулет Сейітов"]);
    let first = "Дәулет Сейітов Көкшетауға келді.";
    let named_in: Vec<_> = event.named_in.iter().map(|(who, span)| (&*told.names[*who], *span)).collect();
    assert_eq!(named_in, [("Дәулет Сейітов", Span::new(0, first.len()))]);
}

#[test]
fn a_participant_that_stands_nowhere_near_has_the_sentence_of_its_last_mention() {
    let between = "Ауылда мектеп салынып жатыр. Жолдар да жөнделді. ";
    let text = format!(
        "Бүгін ауа райы жылы болды. [p Анна Вебер|Анна Вебер] мен [p Айгүл Тілеубаева|Айгүл Тілеубаева] Шымкентте тұрады. \
         {between}Екі ел басшысы меморандумға қол қойды."
    );
    let told = read(&text);
    let event = told.only(EventType::Signing);
    assert_eq!(told.who(event), ["Айгүл Тілеубаева", "Анна Вебер"]);
    let start = "Бүгін ауа райы жылы болды. ".len();
    let expected = Span::new(start, start + "Анна Вебер мен Айгүл Тілеубаева Шымкентте тұрады.".len());
    assert_eq!(event.named_in.values().copied().collect::<Vec<_>>(), [expected, expected]);
}

#[test]
fn a_title_alone_after_said_is_the_person_named_with_it() {
    let text = "Жиынды [g Қостанай облысы|Қостанай облысының] әкімі [p Дәулет Сейітов|Дәулет Сейітов] ашты. Оған кәсіпкер \
                [p Айгүл Тілеубаева|Айгүл Тілеубаева] қатысты.\n– Биыл екі мектеп салынды, – деді облыс әкімі.\n";
    let told = read(text);
    assert_eq!(told.who(told.only(EventType::Statement)), ["Дәулет Сейітов"]);
}

#[test]
fn who_signs_in_the_first_person_is_the_speaker() {
    let text = "Жиынға [p Анна Вебер|Анна Вебер] келді. Ауа райы жылы болды.\n– Өткен айда жаңа Жарлыққа қол қойдым. Ол \
                бүгін күшіне енді, – деді [p Дәулет Сейітов|Дәулет Сейітов].\n";
    let told = read(text);
    assert_eq!(told.who(told.only(EventType::Signing)), ["Дәулет Сейітов"]);
}
