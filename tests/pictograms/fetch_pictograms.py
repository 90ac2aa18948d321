"""Copy the chosen pictograms out of the npm package `healthicons` into the program's own folder, with their origin.

How to run it, in an empty folder:

    npm pack healthicons@2.0.0
    python tests/pictograms/fetch_pictograms.py healthicons-2.0.0.tgz

The archive must be the one that npm's registry lists: its sum is checked. The files are copied as they are, and read
once as drawings, which a build takes from there.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import shutil
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import msgspec

from caresheet.source.pictograms import DRAWINGS
from caresheet.source.svg import read_drawing

PACKAGE, VERSION, LICENSE = "healthicons", "2.0.0", "MIT"
INTEGRITY = "sha512-fl2Ja5CUwtWqdHf5Q0/V7OEGGQjTHlMrDZy0bwgE5ZvYnVwR51WLlLonl4NY6+7urEJchCnWUJglTUEEUS1dhg=="
FOLDER = Path(__file__).parents[2] / "src" / "caresheet" / "pictograms"
SVGS = "public/icons/svg/filled"

CHOSEN: dict[str, dict[str, str]] = {
    "signs and symptoms": {
        "back-pain": "conditions/back_pain",
        "belly-pain": "conditions/intestinal-pain",
        "burn": "conditions/burn",
        "chills": "conditions/chills",
        "confused": "emotions/confused",
        "cough": "conditions/coughing_alt",
        "drooping-face": "emotions/woozy",
        "fever": "devices/fever",
        "headache": "conditions/headache",
        "hearing-loss": "conditions/deaf",
        "pain": "conditions/pain",
        "rash": "conditions/allergies",
        "sleepy": "emotions/sleepy",
        "sweating": "conditions/sweating",
        "unwell": "emotions/not_ok",
        "vision-loss": "conditions/low_vision",
        "vomiting": "conditions/vomiting",
        "well": "emotions/ok",
    },
    "body": {
        "arm": "body/arm",
        "bladder": "body/bladder",
        "blood-cells": "body/blood_cells",
        "blood-drop": "body/blood_drop",
        "blood-vessel": "body/blood_vessel",
        "body": "body/body",
        "brain": "body/neurology",
        "ear": "body/ear",
        "eye": "body/eye",
        "foot": "body/foot",
        "head": "body/head",
        "heart": "body/heart_organ",
        "heartbeat": "symbols/heart_cardiogram",
        "kidneys": "body/kidneys",
        "leg": "body/leg",
        "liver": "body/liver",
        "lungs": "body/lungs",
        "mouth": "body/mouth",
        "nose": "body/nose",
        "stomach": "body/stomach",
        "tooth": "body/tooth",
        "uterus": "body/female_reproductive_system",
    },
    "causes": {
        "bacteria": "body/bacteria",
        "mosquito": "zoonoses/mosquito",
        "virus": "symbols/virus",
    },
    "devices and tests": {
        "bandage": "objects/bandage_adhesive",
        "bed": "devices/inpatient",
        "blood-pressure": "devices/blood_pressure_2",
        "blood-sample": "devices/medical_sample",
        "defibrillator": "devices/defibrillator",
        "finger-prick": "people/diabetes",
        "glucose-meter": "devices/diabetes_measure",
        "iv-bag": "devices/intravenous_bag",
        "oxygen-tank": "devices/oxygen_tank",
        "pulse-oximeter": "devices/pulse_oximeter",
        "scale": "devices/weight",
        "stethoscope": "devices/stethoscope",
        "thermometer": "devices/thermometer",
        "urine-sample": "devices/urine_sample",
        "walker": "exercise/walk_supported",
        "wheelchair": "devices/wheelchair",
        "x-ray": "devices/xray",
    },
    "medicines": {
        "inhaler": "devices/asthma_inhaler",
        "medicine-bottle": "devices/medicine_bottle",
        "pills": "medications/medicines",
        "prescription": "objects/prescription_document",
        "syringe": "devices/syringe",
        "use-inhaler": "people/asthma",
        "vaccine": "devices/syringe-vaccine",
    },
    "what to do": {
        "call-clinic": "symbols/medical_advice",
        "check": "symbols/yes",
        "checklist": "symbols/i_exam_multiple_choice",
        "cpr": "people/cpr",
        "do-not": "symbols/cancel",
        "face-mask": "ppe/ppe_face_mask",
        "hand-sanitizer": "ppe/ppe_sanitizer",
        "important": "symbols/alert_circle",
        "message": "symbols/communication",
        "mobile-phone": "devices/mobile",
        "no": "symbols/no",
        "no-alcohol": "nutrition/alcohol_cessation",
        "no-smoking": "symbols/smoking_cessation_alt",
        "phone": "objects/phone",
        "question": "symbols/question_circle",
        "read": "objects/register_book",
        "speak": "people/speech_language_therapy",
        "stay-home": "symbols/home-quarantine",
        "stop": "symbols/stop",
        "talk": "symbols/forum",
        "toilet": "places/letrina_alt",
        "warning": "symbols/alert_triangle",
        "wash-hands": "people/wash_hands",
        "write-down": "symbols/i_note_action",
    },
    "people": {
        "baby": "people/baby_0203m",
        "breastfeeding": "people/lactation",
        "child": "people/boy_0105y",
        "doctor": "people/doctor",
        "man": "people/man",
        "nurse": "people/nurse",
        "older-adults": "people/elderly",
        "people": "people/people",
        "person": "people/person",
        "pregnant": "people/pregnant",
        "woman": "people/woman",
    },
    "places and travel": {
        "ambulance": "vehicles/ambulance",
        "clinic": "places/ambulatory_clinic",
        "driving": "people/truck_driver",
        "home": "places/home_alt",
        "hospital": "places/hospital",
        "map-pin": "symbols/geo_location",
        "pharmacy": "symbols/pharmacy_alt",
    },
    "objects": {
        "card": "objects/credit_card",
        "poison": "symbols/poison",
        "qr-code": "symbols/qr_code",
        "tap-water": "objects/running_water",
    },
    "food and activity": {
        "fruit-and-vegetables": "nutrition/nutrition",
        "meal": "nutrition/hot_meal",
        "no-dairy": "nutrition/lactose_free",
        "no-gluten": "nutrition/gluten_free",
        "no-salt": "nutrition/sodium_free",
        "relax": "people/exercise_yoga",
        "smoking": "symbols/smoking",
        "sugar": "nutrition/sugar",
        "walk": "exercise/walking",
    },
    "time and amount": {
        "appointment": "symbols/i_schedule_school_date_time",
        "calendar": "objects/calendar",
        "gauge-high": "symbols/high_level",
        "gauge-low": "symbols/low_level",
        "gauge-medium": "symbols/medium_level",
    },
}


def main() -> None:
    """Check the archive, empty the folder, and copy what is chosen, with the license and an index of origins."""
    parser = argparse.ArgumentParser(description="Copy the chosen pictograms out of the npm package.")
    parser.add_argument("archive", type=Path, help=f"{PACKAGE}-{VERSION}.tgz, as 'npm pack' leaves it")
    archive = parser.parse_args().archive.read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode("ascii")
    if found != INTEGRITY:
        raise SystemExit(f"this is not {PACKAGE} {VERSION}: its sum is {found}")
    with tarfile.open(fileobj=BytesIO(archive)) as package:
        files = {member.name: package.extractfile(member) for member in package if member.isfile()}
        content = {name.removeprefix("package/"): file.read() for name, file in files.items() if file}
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    (FOLDER / "LICENSE").write_bytes(content["LICENSE"])
    (FOLDER / "ORIGIN.toml").write_text("\n".join(copied(content)), encoding="utf-8", newline="\n")
    (FOLDER / DRAWINGS).write_bytes(drawings())


def drawings() -> bytes:
    """The drawing of each pictogram in the folder as JSON, a line each."""
    paths = sorted(FOLDER.glob("*.svg"))
    lines = (
        f'"{path.stem}":{msgspec.json.encode(read_drawing(path.read_bytes(), path.name)).decode("ascii")}'
        for path in paths
    )
    return ("{" + ",\n".join(lines) + "}\n").encode("ascii")


def copied(content: dict[str, bytes]) -> Iterator[str]:
    """Write each chosen file under its own name; gives the lines of the index."""
    yield "# Where the pictograms come from. Written by tests/pictograms/fetch_pictograms.py; do not edit."
    yield f'package = "{PACKAGE}"\nversion = "{VERSION}"\nlicense = "{LICENSE}"\nregistry = "npm"'
    yield f'integrity = "{INTEGRITY}"\n'
    for subject, chosen in CHOSEN.items():
        for name, place in sorted(chosen.items()):
            path = f"{SVGS}/{place}.svg"
            (FOLDER / f"{name}.svg").write_bytes(content[path])
            yield f'[pictograms.{name}]\nsubject = "{subject}"\npath = "{path}"'
            yield f'sha256 = "{hashlib.sha256(content[path]).hexdigest()}"\n'


if __name__ == "__main__":
    main()
