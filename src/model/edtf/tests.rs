//! Promises of dates in EDTF.

use super::*;

fn edtf(text: &str) -> Edtf {
    text.parse().unwrap()
}

fn bounds(text: &str) -> Option<String> {
    edtf(text).bounds().map(|(a, b)| format!("{a} {b}"))
}

#[test]
fn text_survives_parsing() {
    for text in [
        "2017-01-03",
        "2017-01",
        "2017",
        "199X",
        "19XX",
        "XXXX-11-18",
        "XXXX-10-17/XXXX-10-18",
        "2023-40",
        "2023-34",
        "2023/2027",
        "0977",
        "-0043-03-15",
        "2016-02-29",
        "XXXX-02-29",
        "201X-02-29",
        "2020/..",
        "../2020",
        "2020/",
        "2017-XX",
        "2017-03-XX",
        "1984?",
        "2004-06~",
        "2023-21",
    ] {
        assert_eq!(edtf(text).to_string(), text);
    }
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        "/",
        "../..",
        "17",
        "2017-13",
        "2017-00",
        "2017-02-29",
        "2017-1-3",
        "2017-01-03-04",
        "XXXX",
        "XXXX-XX",
        "2017/01/03",
        "2027/2023",
        "2017-01-32",
        "2017-04-31",
        "20171",
        "2017-",
        "-0000",
        "2017-22-03",
        "xxxx-11-18",
        "2017 ",
        "２０１７",
        "2017-01-03T10:00",
        "2023-45",
        "-",
        "-201",
        "?",
    ] {
        assert!(text.parse::<Edtf>().is_err(), "{text}");
    }
}

#[test]
fn bounds_hold_every_day_that_is_possible() {
    assert_eq!(bounds("2016-02").unwrap(), "2016-02-01 2016-02-29");
    assert_eq!(bounds("199X").unwrap(), "1990-01-01 1999-12-31");
    assert_eq!(bounds("19XX").unwrap(), "1900-01-01 1999-12-31");
    assert_eq!(bounds("2023-36").unwrap(), "2023-10-01 2023-12-31");
    assert_eq!(bounds("2023-41").unwrap(), "2023-07-01 2023-12-31");
    assert_eq!(bounds("2023-24").unwrap(), "2023-12-01 2024-02-29");
    assert_eq!(bounds("2023/2027").unwrap(), "2023-01-01 2027-12-31");
    assert_eq!(bounds("199X-02-29").unwrap(), "1992-02-29 1996-02-29");
    assert_eq!(bounds("2020/..").unwrap(), "2020-01-01 9999-12-31");
    assert_eq!(bounds("XXXX-11-18"), None);
    assert_eq!(bounds("XXXX-11-18/XXXX-11-19"), None);
}

#[test]
fn precision_is_that_of_the_finest_known_part() {
    let precision = |text| edtf(text).precision();
    assert_eq!(precision("XXXX-11-18"), Precision::Day);
    assert_eq!(precision("XXXX-11"), Precision::Month);
    assert_eq!(precision("2023-34"), Precision::Quarter);
    assert_eq!(precision("2023-40"), Precision::Half);
    assert_eq!(precision("2023"), Precision::Year);
    assert_eq!(precision("2023-XX"), Precision::Year);
    assert_eq!(precision("202X"), Precision::Decade);
    assert_eq!(precision("20XX"), Precision::Century);
    assert_eq!(precision("2020/2021"), Precision::Interval);
}

#[test]
fn unknown_year_is_taken_from_the_reference() {
    let resolved = |text: &str, reference: &str| edtf(text).resolve(&edtf(reference)).map(|e| e.to_string());
    assert_eq!(resolved("XXXX-11-18", "2017-01-03").unwrap(), "2017-11-18");
    assert_eq!(resolved("XXXX-10-17/XXXX-10-18", "2017-01").unwrap(), "2017-10-17/2017-10-18");
    assert_eq!(resolved("XXXX-12-28/XXXX-01-03", "2017").unwrap(), "2017-12-28/2018-01-03");
    assert_eq!(resolved("XXXX-02-29", "2017"), None);
    assert_eq!(resolved("XXXX-11-18", "2017/2019"), None);
    assert_eq!(resolved("2012-05", "2017/2019").unwrap(), "2012-05");
}

#[test]
fn days_lie_in_months_and_months_in_years() {
    let up = |text| edtf(text).enclosing().map(|e| e.to_string());
    assert_eq!(up("2017-01-03").unwrap(), "2017-01");
    assert_eq!(up("2017-01").unwrap(), "2017");
    assert_eq!(up("2017-34").unwrap(), "2017");
    assert_eq!(up("XXXX-11-18").unwrap(), "XXXX-11");
    assert_eq!(up("XXXX-11"), None);
    assert_eq!(up("2017"), None);
    assert_eq!(up("2017/2019"), None);
}
